package io.github.openairun.test.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.openairun.test.simulator.ServerProfile;
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
	 * The server that the simulator imitates.
	 */
	ServerProfile profile() default ServerProfile.OPENAI;

	/**
	 * What the application is configured with beyond the wire and its assistants.
	 */
	String[] properties() default {};

	/**
	 * Whether runs are driven in the background.
	 */
	boolean background() default false;

	/**
	 * Whether each test has an application and a server of its own, because of what the
	 * application remembers of the server.
	 */
	boolean separate() default false;

}
