// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import dev.ffiguard.ExceptionTable;
import dev.ffiguard.NativeException;
import dev.ffiguard.Status;

/** What CloseShim fails with; called by C++. */
final class Failures {
    static final int BUSY = 5;

    static final class BusyException extends NativeException {
        private static final long serialVersionUID = 1;

        BusyException(int status, int detail, String text) {
            super(status, detail, text);
        }
    }

    private static final ExceptionTable<NativeException> TABLE =
            ExceptionTable.<NativeException>otherwise(NativeException::new)
                    .foreign(BUSY, BusyException::new).foreignBits(0xff).build();

    private Failures() {}

    static Throwable failure(int status, int detail, String text) {
        return status == Status.CLOSED ? null : TABLE.exception(status, detail, text);
    }
}
