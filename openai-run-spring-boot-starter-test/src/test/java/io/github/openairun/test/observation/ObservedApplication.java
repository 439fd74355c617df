package io.github.openairun.test.observation;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientObservationAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.security.access.AccessDeniedException;

import io.github.openairun.RunOperations;
import io.github.openairun.ToolHandler;
import io.github.openairun.autoconfigure.OpenAiObservationAutoConfiguration;
import io.github.openairun.autoconfigure.OpenAiRunAutoConfiguration;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Wire;

/**
 * An application whose observations are collected, with its server.
 */
final class ObservedApplication implements AutoCloseable {

	static final String SECRET = "the password of the database";

	final TestObservationRegistry registry = TestObservationRegistry.create();

	final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	final List<Observation.Context> started = new CopyOnWriteArrayList<>();

	final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();

	final Tools tools = new Tools(this.registry);

	final OpenAiSimulator simulator = OpenAiSimulator.builder()
		.queuedFor(Duration.ofMillis(20))
		.workingFor(Duration.ofMillis(20))
		.start();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	ObservedApplication(Wire wire, Consumer<AnnotationConfigApplicationContext> customizer, String... properties) {
		this.simulator.assistant("asst_support", (assistant) -> assistant.name("support").model("gpt-4.1"));
		this.registry.observationConfig().observationHandler(new Collector(this.started, this.stopped));
		TestPropertyValues
			.of("openai.run.wire=" + wire.name().toLowerCase(Locale.ROOT),
					"openai.base-url=" + this.simulator.baseUrl(), "openai.api-key=sk-observed",
					"openai.run.assistants.support.id=asst_support", "openai.run.assistants.support.model=gpt-4.1",
					"openai.run.assistants.support.tools=*", "openai.run.poll.initial-interval=10ms",
					"openai.run.poll.max-interval=10ms")
			.and(properties)
			.applyTo(this.context);
		this.context.registerBean(ObservationRegistry.class, () -> this.registry);
		this.context.registerBean(MeterRegistry.class, () -> this.meters);
		this.context.registerBean(Tools.class, () -> this.tools);
		customizer.accept(this.context);
		this.context.register(Configurations.getClasses(AutoConfigurations.of(JacksonAutoConfiguration.class,
				HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
				RestClientAutoConfiguration.class, RestClientObservationAutoConfiguration.class,
				ObservationAutoConfiguration.class, MetricsAutoConfiguration.class, OpenAiRunAutoConfiguration.class,
				OpenAiObservationAutoConfiguration.class)));
		this.context.refresh();
	}

	ObservedApplication(Wire wire, String... properties) {
		this(wire, (context) -> {
		}, properties);
	}

	RunOperations runs() {
		return this.context.getBean(RunOperations.class);
	}

	List<Observation.Context> stopped(String name) {
		return this.stopped.stream().filter((context) -> name.equals(context.getName())).toList();
	}

	Observation.Context drive() {
		List<Observation.Context> drives = stopped("gen_ai.invoke_agent.duration");
		if (drives.size() != 1) {
			throw new AssertionError("There are " + drives.size() + " drives");
		}
		return drives.get(0);
	}

	List<Observation.Context> calls() {
		return stopped("gen_ai.execute_tool.duration");
	}

	@Override
	public void close() {
		this.tools.hang.countDown();
		this.context.close();
		this.simulator.close();
	}

	/**
	 * Handlers with every outcome.
	 */
	static final class Tools {

		final CountDownLatch hang = new CountDownLatch(1);

		final CountDownLatch waiting = new CountDownLatch(1);

		final List<Observation> current = new CopyOnWriteArrayList<>();

		private final ObservationRegistry registry;

		Tools(ObservationRegistry registry) {
			this.registry = registry;
		}

		@ToolHandler(description = "Finds an order")
		String findOrder(String number) {
			Observation current = this.registry.getCurrentObservation();
			if (current != null) {
				this.current.add(current);
			}
			return "order " + number + " of Mr Smith";
		}

		@ToolHandler(description = "Fails")
		String explode() {
			throw new IllegalStateException(SECRET);
		}

		@ToolHandler(description = "Forbids")
		String forbid() {
			throw new AccessDeniedException(SECRET);
		}

		@ToolHandler(description = "Waits")
		String waitForTheEnd() throws InterruptedException {
			this.waiting.countDown();
			this.hang.await();
			return "late";
		}

		@ToolHandler(description = "Hangs", timeout = "50ms")
		String hang() throws InterruptedException {
			this.hang.await();
			return "late";
		}

	}

	private record Collector(List<Observation.Context> started,
			List<Observation.Context> stopped) implements ObservationHandler<Observation.Context> {

		@Override
		public void onStart(Observation.Context context) {
			this.started.add(context);
		}

		@Override
		public void onStop(Observation.Context context) {
			this.stopped.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
