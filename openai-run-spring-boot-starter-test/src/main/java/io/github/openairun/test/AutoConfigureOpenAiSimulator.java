package io.github.openairun.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;

/**
 * Has a simulator stand in for the server in a test's application context. An
 * {@link io.github.openairun.test.simulator.OpenAiSimulator} and a {@link ToolTester} can
 * be injected. The connection is replaced, and properties stay as they are.
 * <p>
 * Scripts and records are forgotten after each test, and a message that no script matched
 * fails the test, whichever thread sent it.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@PropertyMapping("openairun.test")
public @interface AutoConfigureOpenAiSimulator {

	/**
	 * Whether runs and simulator go by a
	 * {@link io.github.openairun.test.simulator.SimulatedTime}, which then is the
	 * application's primary {@link java.time.Clock}, too.
	 * @return whether they do, by default {@code true}
	 */
	boolean simulatedTime() default true;

}
