import '../core-status/handler';
