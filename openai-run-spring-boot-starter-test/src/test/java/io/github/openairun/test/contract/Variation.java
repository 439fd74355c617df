package io.github.openairun.test.contract;

import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.ServerProfile;
import io.github.openairun.test.simulator.Variant;
import io.github.openairun.test.simulator.Wire;
import io.github.openairun.thread.InMemoryThreadStore;
import io.github.openairun.thread.ThreadStore;

/**
 * What the classes around a contract class vary, see {@link Varied}.
 */
record Variation(Wire wire, Set<Variant> variants, List<String> properties, boolean background, boolean separate,
		ServerProfile profile, ThreadStore threads) {

	/**
	 * Return the variation of a test.
	 * @param instances the test and the instances of its enclosing classes, the outermost
	 * first; the innermost annotation counts
	 */
	static Variation of(Wire wire, List<Object> instances) {
		Variation variation = new Variation(wire, Set.of(), List.of(), false, false, ServerProfile.OPENAI, newStore());
		for (Object instance : instances) {
			Varied varied = instance.getClass().getAnnotation(Varied.class);
			if (varied != null) {
				Set<Variant> variants = EnumSet.noneOf(Variant.class);
				variants.addAll(List.of(varied.value()));
				variation = new Variation(wire, variants, List.of(varied.properties()), varied.background(),
						varied.separate(), varied.profile(), variation.threads());
			}
		}
		return variation;
	}

	/** All applications of a server share the store, as they would share a database. */
	private static ThreadStore newStore() {
		return new InMemoryThreadStore(InMemoryThreadStore.Bounds.defaults(), Clock.systemUTC());
	}

	/** Return whether the application keeps the threads. */
	boolean stateless() {
		return this.properties.contains("openai.run.threads=application");
	}

	Application startApplication(OpenAiSimulator server, FakeTime time,
			Consumer<AnnotationConfigApplicationContext> customizer) {
		return new Application(this.wire, server, time, (context) -> {
			TestPropertyValues.of(this.properties).applyTo(context);
			if (stateless()) {
				context.registerBean(ThreadStore.class, () -> this.threads);
			}
			customizer.accept(context);
		});
	}

}
