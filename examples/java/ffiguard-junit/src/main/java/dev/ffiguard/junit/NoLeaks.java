// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.ffiguard.Handles;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Makes a JUnit 5 test, or each test of a class, fail if it leaves more C++ objects open than
 * before, or leaves any to the garbage collector. The message names the classes and the lines that
 * opened them. Objects that {@code @BeforeEach} opens and {@code @AfterEach} closes are no leak.
 *
 * <p>Such tests do not run in parallel with each other. If your tests run in parallel, annotate all
 * that open handles: an object that another test opens meanwhile would count as a leak.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(NoLeaks.Extension.class)
@ResourceLock("dev.ffiguard.handles")
public @interface NoLeaks {
    /** What the annotation stands for. Of a test class and its method once. */
    final class Extension implements BeforeEachCallback, AfterEachCallback {
        private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(Extension.class);

        @Override
        public void beforeEach(ExtensionContext test) {
            test.getStore(OURS).put(Handles.class, new Handles.LeakCheck());
        }

        @Override
        public void afterEach(ExtensionContext test) {
            // A failed test has its own message, and may not have reached its close().
            test.getStore(OURS).remove(Handles.class, Handles.LeakCheck.class)
                    .end(test.getExecutionException().isEmpty());
        }
    }
}
