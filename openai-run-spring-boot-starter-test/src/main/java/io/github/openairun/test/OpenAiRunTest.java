package io.github.openairun.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of tool handlers and of the runs that call them, against a simulator: the
 * application's configuration, the named handlers, and nothing else of its components.
 * <p>
 * What the handlers depend on is added as in other slices, with {@code @MockitoBean},
 * {@code @Import} or a {@code @TestConfiguration}.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(OpenAiRunTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(OpenAiRunTypeExcludeFilter.class)
@AutoConfigureOpenAiRun
@AutoConfigureOpenAiSimulator
@ImportAutoConfiguration
public @interface OpenAiRunTest {

	/**
	 * The classes with the handlers, which become beans unless they are already.
	 * @return the classes
	 */
	Class<?>[] tools() default {};

	/**
	 * Properties for the test, as {@code name=value}.
	 * @return the properties
	 */
	String[] properties() default {};

	/**
	 * Whether runs and simulator go by a
	 * {@link io.github.openairun.test.simulator.SimulatedTime}.
	 * @return whether they do, by default {@code true}
	 */
	@AliasFor(annotation = AutoConfigureOpenAiSimulator.class)
	boolean simulatedTime() default true;

	/**
	 * Components that are scanned for all the same.
	 * @return filters for their types
	 */
	Filter[] includeFilters() default {};

	/**
	 * Auto-configurations to leave out.
	 * @return their classes
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
