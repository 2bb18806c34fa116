// SPDX-License-Identifier: BSL-1.0
package test;

/** What the tests of text, overloads and calls of a super class use; fake/fake_talk.cpp is its twin. */
public class Talk {
    String name;
    static String last;

    Talk(String name) {
        this.name = name;
    }

    Talk() {
        this("nobody");
    }

    String name() {
        return name;
    }

    String nothing() {
        return null;
    }

    String fail() {
        throw new IllegalStateException("no text");
    }

    static String join(String a, int n, String b) {
        return a + n + b;
    }

    String say(int value) {
        return "int";
    }

    String say(long value) {
        return "long";
    }

    String say(String value) {
        return "String " + value;
    }

    String say(Talk value) {
        return "Talk";
    }

    static String shout(int value) {
        return "int!";
    }

    static String shout(String value) {
        return "String! " + value;
    }

    /** Overrides what its super class says. */
    static class Loud extends Talk {
        Loud() {
            super("loud");
        }

        @Override
        String name() {
            return name + "!";
        }

        @Override
        String say(int value) {
            return "int, loud";
        }
    }
}
