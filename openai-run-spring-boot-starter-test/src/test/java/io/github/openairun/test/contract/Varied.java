package io.github.openairun.test.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.github.openairun.test.simulator.Variant;

/**
 * Repeats the contract that the class inherits with another server or another
 * configuration.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Varied {

	/**
	 * How the server differs from the simulator's defaults.
	 */
	Variant[] value() default {};

	/**
	 * What the application is configured with beyond the wire and its assistants.
	 */
	String[] properties() default {};

	/**
	 * Whether runs are driven in the background.
	 */
	boolean background() default false;

	/**
	 * Tells each test what its enclosing classes vary.
	 */
	class Extension implements BeforeEachCallback {

		@Override
		public void beforeEach(ExtensionContext context) {
			AbstractContractTests test = (AbstractContractTests) context.getRequiredTestInstance();
			for (Object enclosing : context.getRequiredTestInstances().getAllInstances()) {
				Varied varied = enclosing.getClass().getAnnotation(Varied.class);
				if (varied != null) {
					test.variants = varied.value();
					test.properties = varied.properties();
					test.background = varied.background();
				}
			}
		}

	}

}
