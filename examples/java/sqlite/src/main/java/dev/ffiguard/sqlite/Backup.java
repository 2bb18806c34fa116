// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ffiguard.NativeObject;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/** Copies the main database into a file, some pages at a time. close() gives an unfinished copy up. */
public final class Backup extends NativeObject {
    private static final int FOREIGN = 15;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;

    /** In pages. */
    public record Progress(int remaining, int total, boolean done) {}

    Backup(Database from, String path) {
        super(() -> from.openBackup(path), Backup::release);
    }

    private static void release(long token) {
        Sqlite.release(error -> (int) Sqlite.BACKUP_CLOSE.invokeExact(token, error));
    }

    /** Copies up to pages pages. SQLite's codes 5 (busy) and 6 (locked) may be tried again. */
    public Progress step(int pages) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment progress = arena.allocate(12, 4);
            call(token -> Sqlite.check(arena, error ->
                    (int) Sqlite.BACKUP_STEP.invokeExact(token, pages, progress, error)));
            return new Progress(progress.get(JAVA_INT, 0), progress.get(JAVA_INT, 4),
                    progress.get(JAVA_INT, 8) != 0);
        }
    }

    /** Steps to the end, and tells report after each; it pauses while the database is busy. */
    public void run(int pages, Consumer<Progress> report) throws InterruptedException {
        for (boolean done = false; !done; ) {
            try {
                Progress now = step(pages);
                done = now.done();
                report.accept(now);
            } catch (SqliteException e) {
                int code = e.detail() & 0xff;
                if (e.status() != FOREIGN || (code != BUSY && code != LOCKED)) {
                    throw e;
                }
                Thread.sleep(1);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
