-- A database is never taken back to an earlier version; restore a backup instead.
SELECT 1;
