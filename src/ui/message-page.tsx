// A page that has one thing to say: nothing here, not allowed, not found, something broke.
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface MessagePageProps {
  icon: LucideIcon;
  title: string;
  /** 2 where the page has its heading already. */
  level?: 1 | 2;
  children?: ReactNode;
  actions?: ReactNode;
}

/** Centres an icon, a heading, some sentences and what can be done next. */
export function MessagePage({ icon: Icon, title, level = 1, children, actions }: MessagePageProps) {
  const Heading = `h${level}` as const;
  return (
    <section className="mx-auto flex max-w-lg flex-col items-center gap-4 px-4 py-16 text-center">
      <span className="grid size-14 place-items-center rounded-full bg-accent-wash text-accent">
        <Icon aria-hidden className="size-7" strokeWidth={1.75} />
      </span>
      <Heading className="text-xl font-semibold text-balance">{title}</Heading>
      <div className="flex flex-col gap-3 text-ink-soft text-pretty">{children}</div>
      {actions && <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>}
    </section>
  );
}
