package io.github.openairun.test.contract;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Variant;
import io.github.openairun.test.simulator.Wire;

/**
 * What the classes around a contract class vary, see {@link Varied}.
 */
record Variation(Wire wire, Set<Variant> variants, List<String> properties, boolean background, boolean separate) {

	/**
	 * Return the variation of a test.
	 * @param instances the test and the instances of its enclosing classes, the outermost
	 * first; the innermost annotation counts
	 */
	static Variation of(Wire wire, List<Object> instances) {
		Variation variation = new Variation(wire, Set.of(), List.of(), false, false);
		for (Object instance : instances) {
			Varied varied = instance.getClass().getAnnotation(Varied.class);
			if (varied != null) {
				Set<Variant> variants = EnumSet.noneOf(Variant.class);
				variants.addAll(List.of(varied.value()));
				variation = new Variation(wire, variants, List.of(varied.properties()), varied.background(),
						varied.separate());
			}
		}
		return variation;
	}

	Application startApplication(OpenAiSimulator server, FakeTime time,
			Consumer<AnnotationConfigApplicationContext> customizer) {
		return new Application(this.wire, server, time, (context) -> {
			TestPropertyValues.of(this.properties).applyTo(context);
			customizer.accept(context);
		});
	}

}
