// The list before its first snapshot.

/** Grey lines where devices will be, of the same height, so that nothing jumps. */
export function FleetSkeleton() {
  return (
    <div role="status" aria-label="Loading the fleet" className="flex flex-col gap-2.5">
      {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
        <div key={key} className="skeleton h-[9.9rem] w-full opacity-60 lg:h-[4.4rem]" />
      ))}
    </div>
  );
}
