package starter;

/** A C++ object. Close it. A call after close() throws. */
public final class Counter implements AutoCloseable {
    static {
        System.loadLibrary("counter");
    }

    private final long token = open();

    /** Returns the new sum. */
    public long add(long by) {
        return add(token, by);
    }

    /** Releases the counter, once. */
    @Override
    public void close() {
        release(token);
    }

    private static native long open();

    private static native long add(long counter, long by);

    private static native void release(long counter);

    public static void main(String[] args) {
        Counter counter = new Counter();
        System.out.println(counter.add(42));
        counter.close();
        counter.close();
        try {
            counter.add(1);
        } catch (IllegalStateException e) {
            System.out.println(e);
        }
    }
}
