package io.github.openairun.test.observation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.openairun.RunListener;
import io.github.openairun.RunRequest;
import io.github.openairun.ToolHandler;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The spans of OpenTelemetry that observations become.
 */
@Timeout(60)
class SpanTests {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final SdkTracerProvider provider = SdkTracerProvider.builder()
		.addSpanProcessor(SimpleSpanProcessor.create(this.exporter))
		.build();

	private final Tracer tracer = this.provider.get("test");

	private ObservedApplication application;

	@AfterEach
	void stop() {
		this.application.close();
		this.provider.close();
		assertThat(Span.current().getSpanContext().isValid()).isFalse();
	}

	static Stream<Arguments> ways() {
		return Stream.of(Wire.values())
			.flatMap((wire) -> Stream.of("on", "off")
				.flatMap((streaming) -> Stream.of(true, false)
					.map((blocking) -> Arguments.of(wire, streaming, blocking))));
	}

	@ParameterizedTest
	@MethodSource("ways")
	void theSpanOfTheCallerHasThatOfTheDriveWhichHasAllOthers(Wire wire, String streaming, boolean blocking) {
		start(wire, "openai.run.streaming=" + streaming);
		this.application.simulator.when(anyMessage()).call("query", Map.of()).reply("Done");
		Span caller = this.tracer.spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			drive(blocking);
			assertThat(Span.current()).isSameAs(caller);
		}
		caller.end();
		List<SpanData> spans = spans();
		assertThat(spans).extracting(SpanData::getTraceId).containsOnly(caller.getSpanContext().getTraceId());
		SpanData drive = named(spans, "invoke_agent support");
		SpanData call = named(spans, "execute_tool query");
		assertThat(named(spans, "caller").getParentSpanId()).isEqualTo(SpanId.getInvalid());
		assertThat(drive.getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
		assertThat(call.getParentSpanId()).isEqualTo(drive.getSpanId());
		assertThat(named(spans, "of the handler").getParentSpanId()).isEqualTo(call.getSpanId());
		assertThat(requests(spans)).isNotEmpty()
			.allSatisfy((request) -> assertThat(request.getParentSpanId()).isEqualTo(drive.getSpanId()));
	}

	@ParameterizedTest
	@MethodSource("ways")
	void theServerIsToldOfTheSpanOfEachRequest(Wire wire, String streaming, boolean blocking) {
		start(wire, "openai.run.streaming=" + streaming);
		this.application.simulator.when(anyMessage()).call("query", Map.of()).reply("Done");
		drive(blocking);
		Set<String> told = this.application.simulator.exchanges()
			.stream()
			.map((exchange) -> exchange.headers().get("traceparent").get(0).split("-"))
			.map((traceparent) -> traceparent[1] + " " + traceparent[2])
			.collect(Collectors.toSet());
		assertThat(told).hasSameSizeAs(this.application.simulator.exchanges());
		assertThat(requests(spans())).extracting((request) -> request.getTraceId() + " " + request.getSpanId())
			.containsExactlyInAnyOrderElementsOf(told);
	}

	@ParameterizedTest
	@EnumSource
	void onlyTheSpanThatHasGoneWrongIsMarked(Wire wire) {
		start(wire);
		this.application.simulator.when(anyMessage()).call("explode", Map.of()).reply("Done");
		drive(true);
		List<SpanData> spans = spans();
		SpanData call = named(spans, "execute_tool explode");
		assertThat(call.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(call.getEvents().toString() + call.getStatus()).contains(IllegalStateException.class.getName())
			.doesNotContain(ObservedApplication.SECRET);
		assertThat(spans).filteredOn((span) -> span.getStatus().getStatusCode() == StatusCode.ERROR)
			.containsExactly(call);
	}

	private void start(Wire wire, String... properties) {
		this.application = new ObservedApplication(wire,
				(context) -> context.registerBean(TracedTools.class, () -> new TracedTools(this.tracer)), properties);
		OtelTracer bridge = new OtelTracer(this.tracer, new OtelCurrentTraceContext(), (event) -> {
		});
		OtelPropagator propagator = new OtelPropagator(
				ContextPropagators.create(W3CTraceContextPropagator.getInstance()), this.tracer);
		this.application.registry.observationConfig()
			.observationHandler(new ObservationHandler.FirstMatchingCompositeObservationHandler(
					new PropagatingSenderTracingObservationHandler<>(bridge, propagator),
					new DefaultTracingObservationHandler(bridge)));
	}

	private void drive(boolean blocking) {
		RunRequest request = RunRequest.assistant("support").message("Hello").build();
		if (blocking) {
			this.application.runs().execute(request);
		}
		else {
			this.application.runs().start(request, RunListener.NONE).join();
		}
	}

	/** Return all spans, once the last stream is closed. */
	private List<SpanData> spans() {
		await().atMost(20, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(requests(this.exporter.getFinishedSpanItems()))
				.hasSameSizeAs(this.application.simulator.exchanges()));
		return this.exporter.getFinishedSpanItems();
	}

	private static List<SpanData> requests(List<SpanData> spans) {
		return spans.stream().filter((span) -> span.getName().startsWith("http ")).toList();
	}

	private static SpanData named(List<SpanData> spans, String name) {
		List<SpanData> found = spans.stream().filter((span) -> span.getName().equals(name)).toList();
		assertThat(found).as("%s among %s", name, spans.stream().map(SpanData::getName).toList()).hasSize(1);
		return found.get(0);
	}

	static final class TracedTools {

		private final Tracer tracer;

		TracedTools(Tracer tracer) {
			this.tracer = tracer;
		}

		@ToolHandler(description = "Asks a database")
		String query() {
			this.tracer.spanBuilder("of the handler").startSpan().end();
			return "one row";
		}

	}

}
