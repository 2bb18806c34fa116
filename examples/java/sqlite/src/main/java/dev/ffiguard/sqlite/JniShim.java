// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import java.nio.ByteBuffer;

/** By JNI: examples/sqlite/lite_jni.cpp. A native method keeps its arguments as long as it runs. */
final class JniShim extends Shim {
    static {
        System.loadLibrary("lite_jni");
    }

    @Override
    native long address(ByteBuffer direct);

    @Override
    Frame frameOfCallback() {
        return new Frame();
    }

    @Override
    Values valuesOfCallback() {
        return new FrameValues();
    }

    @Override
    native long open(String path, int flags);

    @Override
    native void close(long database, int children);

    @Override
    native int state(long database);

    @Override
    native void interrupt(long database);

    @Override
    native void exec(long database, String sql);

    @Override
    native long changes(long database);

    @Override
    native long lastId(long database);

    @Override
    native int autocommit(long database);

    @Override
    native void busyTimeout(long database, int milliseconds);

    @Override
    native long prepare(long database, String sql);

    @Override
    native void closeStatement(long statement);

    @Override
    native void bind(long statement, int at, Frame value, int size);

    @Override
    native int parameterNamed(long statement, String name);

    @Override
    native int columnCount(long statement);

    @Override
    native String columnName(long statement, int at);

    @Override
    native void run(long statement, int parameters, int size, Frame frame);

    @Override
    native void step(long statement, int limit, Frame frame);

    @Override
    native void reset(long statement);

    @Override
    native void clear(long statement);

    @Override
    native long openBlob(long database, String schema, String table, String column, long row,
            int writable);

    @Override
    native void closeBlob(long blob);

    @Override
    native int blobSize(long blob);

    @Override
    native void readBlob(long blob, int offset, byte[] to, int count);

    @Override
    native void writeBlob(long blob, int offset, byte[] from);

    @Override
    native void moveBlob(long blob, long row);

    @Override
    native long openBackup(long database, String path);

    @Override
    native void closeBackup(long backup);

    @Override
    native int[] stepBackup(long backup, int pages);

    @Override
    native void each(long statement, Callback row);

    @Override
    native void createFunction(long database, String name, int arguments, int kind, Callback f);

    @Override
    native void onUpdate(long database, Callback f);

    @Override
    native void onCommit(long database, Callback f);

    @Override
    native void onProgress(long database, int instructions, Callback f);

    @Override
    native long lent();

    @Override
    native long live();

    @Override
    native int version();
}
