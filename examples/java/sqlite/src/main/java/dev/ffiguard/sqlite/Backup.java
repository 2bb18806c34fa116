// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import dev.ffiguard.NativeObject;

import java.util.function.Consumer;

/** Copies the main database into a file, some pages at a time. close() gives an unfinished copy up. */
public final class Backup extends NativeObject {
    private static final int FOREIGN = 15;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;

    /** In pages. */
    public record Progress(int remaining, int total, boolean done) {}

    private final Database from;

    Backup(Database from, String path) {
        super(() -> from.openBackup(path), Shim.SHIM::closeBackup);
        this.from = from;
    }

    /** Copies up to pages pages. SQLite's codes 5 (busy) and 6 (locked) may be tried again. */
    public Progress step(int pages) {
        int[] now = call(token -> from.turn().call(() -> Shim.SHIM.stepBackup(token, pages)));
        return new Progress(now[0], now[1], now[2] != 0);
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
