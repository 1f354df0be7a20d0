-- A crash may forget who tried how often in the last minutes; no look-up waits for the disk.
alter table rate_limits set unlogged;
