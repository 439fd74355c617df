package io.github.openairun.test.observation;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;

import io.github.openairun.Run;
import io.github.openairun.observation.DefaultDriveObservationConvention;
import io.github.openairun.observation.DriveObservationContext;
import io.github.openairun.observation.DriveObservationConvention;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is measured, what stays out, and what an application decides itself.
 */
class RunMeterTests {

	private ObservedApplication application;

	@AfterEach
	void stop() {
		this.application.close();
	}

	@ParameterizedTest
	@EnumSource
	void metersTellTokensRoundsPollsAndTimes(Wire wire) {
		start(wire, "openai.run.streaming=off");
		this.application.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Done");
		Run run = drive();
		var meters = this.application.meters;
		assertThat(meters.get("gen_ai.client.token.usage").tag("gen_ai.token.type", "input").summary().totalAmount())
			.isEqualTo(run.usage().promptTokens());
		assertThat(meters.get("gen_ai.client.token.usage").tag("gen_ai.token.type", "output").summary().totalAmount())
			.isEqualTo(run.usage().completionTokens());
		assertThat(meters.get("openai.run.rounds").summary().totalAmount()).isEqualTo(1);
		assertThat(meters.get("openai.run.polls").summary().totalAmount()).isPositive();
		assertThat(meters.get("openai.run.status.time")
			.tag("openai.run.status", "requires_action")
			.timer()
			.totalTime(TimeUnit.NANOSECONDS)).isPositive();
		assertThat(meters.get("gen_ai.execute_tool.duration").tag("outcome", "success").timer().count()).isOne();
		assertThat(meters.get("gen_ai.invoke_agent.duration").tag("outcome", "success").timer().count()).isOne();
		assertThat(meters.get("openai.run.active").gauge().value()).isZero();
		assertThat(meters.get("openai.run.queued").gauge().value()).isZero();
		assertThat(meters.get("openai.run.waiting.calls").gauge().value()).isZero();
	}

	@Test
	void contentIsObservedOnlyWhenToldTo() {
		start(Wire.RESPONSES, "openai.run.observe-content=true");
		this.application.simulator.when(anyMessage())
			.calls(call("findOrder", Map.of("number", "17")), call("explode", Map.of()))
			.reply("For Mr Smith");
		drive();
		assertThat(values(this.application.drive().getHighCardinalityKeyValues())).containsEntry("openai.run.output",
				"For Mr Smith");
		assertThat(this.application.calls())
			.anySatisfy((call) -> assertThat(values(call.getHighCardinalityKeyValues()))
				.containsEntry("gen_ai.tool.call.arguments", "{\"number\":\"17\"}")
				.containsEntry("gen_ai.tool.call.result", "order 17 of Mr Smith"))
			.anySatisfy((call) -> assertThat(call.getError()).hasMessage(ObservedApplication.SECRET));
	}

	@Test
	void contentStaysOutByDefault() {
		start(Wire.RESPONSES);
		this.application.simulator.when(anyMessage())
			.call("findOrder", Map.of("number", "1234567"))
			.reply("For Mr Smith");
		drive();
		assertThat(everything()).doesNotContain("Smith").doesNotContain("1234567").doesNotContain("sk-observed");
	}

	@Test
	void aBeanReplacesTheConvention() {
		this.application = new ObservedApplication(Wire.RESPONSES,
				(context) -> context.registerBean(DriveObservationConvention.class, () -> new Own()));
		this.application.simulator.when(anyMessage()).reply("Done");
		drive();
		assertThat(this.application.stopped("shop.run")).singleElement()
			.satisfies((drive) -> assertThat(values(drive.getLowCardinalityKeyValues())).containsOnlyKeys("team"));
		assertThat(this.application.meters.get("openai.run.rounds").tag("gen_ai.agent.name", "none").summary().count())
			.isOne();
	}

	@ParameterizedTest
	@EnumSource
	void streamsHaveTheNameThatTheApplicationGivesToRequests(Wire wire) {
		start(wire, "openai.run.streaming=on", "management.observations.http.client.requests.name=calls");
		this.application.simulator.when(anyMessage()).reply("Done");
		drive();
		assertAllRequestsAreNamed("calls");
	}

	@ParameterizedTest
	@EnumSource
	void aBeanReplacesTheConventionOfStreamsAndRequests(Wire wire) {
		this.application = new ObservedApplication(wire,
				(context) -> context.registerBean(ClientRequestObservationConvention.class,
						() -> new DefaultClientRequestObservationConvention("own")),
				"openai.run.streaming=on");
		this.application.simulator.when(anyMessage()).reply("Done");
		drive();
		assertAllRequestsAreNamed("own");
	}

	private void assertAllRequestsAreNamed(String name) {
		await().atMost(20, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(this.application.stopped(name))
				.hasSameSizeAs(this.application.simulator.exchanges()));
		assertThat(this.application.simulator.exchanges()).anyMatch((exchange) -> !exchange.eventNames().isEmpty());
		assertThat(this.application.stopped("http.client.requests")).isEmpty();
	}

	private void start(Wire wire, String... properties) {
		this.application = new ObservedApplication(wire, properties);
	}

	private Run drive() {
		return this.application.runs().execute("support", "Hello").run();
	}

	/** Everything that somebody who receives the observations can read. */
	private String everything() {
		StringBuilder text = new StringBuilder();
		for (Observation.Context context : this.application.stopped) {
			text.append(context.getAllKeyValues());
			if (context.getError() != null && !context.getName().startsWith("http")) {
				text.append(context.getError());
			}
		}
		return text.toString();
	}

	private static Map<String, String> values(KeyValues values) {
		return values.stream().collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
	}

	private static final class Own extends DefaultDriveObservationConvention {

		@Override
		public String getName() {
			return "shop.run";
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(DriveObservationContext context) {
			return KeyValues.of("team", "lamps");
		}

	}

}
