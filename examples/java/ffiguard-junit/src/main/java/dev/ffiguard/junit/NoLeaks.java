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
 * A test of JUnit 5, or each of a class, fails if it leaves more objects with C++ behind them open than
 * before, or leaves any to the collector. The message names the classes and the lines that opened them.
 * What {@code @BeforeEach} opens and {@code @AfterEach} closes is no leak.
 *
 * <p>Such tests do not run at the same time as each other. If your tests run in parallel, annotate all
 * that open handles: what another one opens meanwhile would be taken for a leak.
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
            // A test that failed has its own message, and had no chance to close.
            test.getStore(OURS).remove(Handles.class, Handles.LeakCheck.class)
                    .end(test.getExecutionException().isEmpty());
        }
    }
}
