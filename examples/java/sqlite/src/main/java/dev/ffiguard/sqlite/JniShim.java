// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * By JNI: examples/sqlite/lite_jni.cpp. A frame goes as its address, which C++ is asked for once: to ask
 * for it in each call takes longer than all else that JNI does for a call.
 */
final class JniShim extends Shim {
    static {
        System.loadLibrary("lite_jni");
    }

    private static long address(Frame frame) {
        if (frame.address == 0) {
            frame.address = addressOf(frame.memory);
        }
        return frame.address;
    }

    private static native long addressOf(ByteBuffer direct);

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
    void bind(long statement, int at, Frame value, int size) {
        try {
            bind(statement, at, size, address(value), value.memory.capacity(), value.room);
        } finally {
            Reference.reachabilityFence(value);
        }
    }

    private native void bind(long statement, int at, int size, long frame, int capacity, int room);

    @Override
    native int parameterNamed(long statement, String name);

    @Override
    native int columnCount(long statement);

    @Override
    native String columnName(long statement, int at);

    @Override
    void run(long statement, int parameters, int size, Frame frame) {
        try {
            run(statement, parameters, size, address(frame), frame.memory.capacity(), frame.room);
        } finally {
            Reference.reachabilityFence(frame);
        }
    }

    private native void run(long statement, int parameters, int size, long frame, int capacity,
            int room);

    @Override
    void step(long statement, int limit, Frame frame) {
        try {
            step(statement, limit, address(frame), frame.memory.capacity(), frame.room);
        } finally {
            Reference.reachabilityFence(frame);
        }
    }

    private native void step(long statement, int limit, long frame, int capacity, int room);

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
    void each(long statement, Callback row) {
        each(statement, row, address(row.frame), row.frame.memory.capacity(), row.frame.room);
    }

    private native void each(long statement, Callback row, long frame, int capacity, int room);

    @Override
    void createFunction(long database, String name, int arguments, int kind, Callback f) {
        createFunction(database, name, arguments, kind, f, address(f.frame),
                f.frame.memory.capacity(), f.frame.room);
    }

    // C++ keeps f, and with it its frame.
    private native void createFunction(long database, String name, int arguments, int kind,
            Callback f, long frame, int capacity, int room);

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
