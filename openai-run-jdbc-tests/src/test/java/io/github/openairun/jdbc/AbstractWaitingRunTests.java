package io.github.openairun.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.openairun.RunOperations;
import io.github.openairun.RunStatus;
import io.github.openairun.WebhookEvent;
import io.github.openairun.test.simulator.MessageMatcher;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.Variant;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs that no node holds while the server works.
 */
abstract class AbstractWaitingRunTests extends AbstractNodeTests {

	/** Without a webhook, nothing would happen for an hour. */
	private static final String[] SLOW = { "openai.run.poll.initial-interval=1h", "openai.run.poll.max-interval=1h",
			"db-scheduler.polling-interval=1h", "openai.webhook.secret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" };

	@Override
	OpenAiSimulator startSimulator() {
		return OpenAiSimulator.builder().vary(Variant.NO_POLL_HINTS).start();
	}

	private static String waitingFor(Node node, DurableRun run) {
		return node.jdbc()
			.queryForObject("select waiting_for from openai_run_drive where id = ?", String.class, run.id());
	}

	private static void webhook(Node node, String responseId) {
		node.publish(new WebhookEvent("wh_1", "response.completed", responseId, Instant.now()));
	}

	@Test
	void aWebhookAtAnyNodeLetsTheRunGoOnThere() throws Exception {
		this.simulator.when(MessageMatcher.anyMessage()).firstDeltaAfter(Duration.ofMillis(500)).reply("Done.");
		Node first = node("a", SLOW);
		Node second = node("b", SLOW);
		DurableRun run = first.runs().schedule(request());
		awaitUntil(() -> waitingFor(first, run) != null);
		awaitUntil(() -> first.bean(DurableRunWorker.class).activeDrives() == 0);
		DurableRun waiting = first.runs().find(run.id());
		assertThat(waiting.state()).isEqualTo(DurableRun.State.RUNNING);
		assertThat(waitingFor(first, run)).isEqualTo(waiting.runId());
		RunOperations server = first.bean(RunOperations.class);
		awaitUntil(() -> server.load(waiting.runId(), waiting.threadId()).status().isTerminal());
		assertThat(waitingFor(first, run)).as("nobody has looked").isEqualTo(waiting.runId());
		webhook(second, "resp_of_another_application");
		webhook(second, waiting.runId());
		DurableRun ended = second.runs().await(run.id(), LONG);
		assertThat(ended.result().text()).isEqualTo("Done.");
		assertThat(ended.node()).isEqualTo("b");
		assertThat(ended.attempts()).isEqualTo(1);
		assertThat(waitingFor(second, run)).isNull();
		assertThat(this.simulator).hasRuns(1);
	}

	@Test
	void aRunThatNoNodeHoldsIsPolledAfterItsPause() throws Exception {
		this.simulator.when(MessageMatcher.anyMessage())
			.firstDeltaAfter(Duration.ofSeconds(2))
			.call("findOrder", ORDER)
			.reply("Order 17 is on its way.");
		Node node = node("a", "openai.run.poll.initial-interval=100ms", "openai.run.poll.max-interval=10s",
				"openai.run.jdbc.max-held-pause=100ms");
		DurableRun ended = node.runs().await(node.runs().schedule(request()).id(), LONG);
		assertThat(ended.result().text()).isEqualTo("Order 17 is on its way.");
		assertThat(ended.attempts()).isEqualTo(1);
		assertThat(this.tools.found).hasValue(1);
		// The pauses grow although each is followed by another drive.
		assertThat(this.simulator.exchanges().stream().filter((exchange) -> exchange.operation() == Operation.GET_RUN))
			.hasSizeLessThan(30);
	}

	@Test
	void aRunThatNoNodeHoldsIsCancelledFromAnyNode() throws Exception {
		this.simulator.when(MessageMatcher.anyMessage()).firstDeltaAfter(Duration.ofMinutes(1)).reply("Late.");
		Node first = node("a", SLOW);
		DurableRun run = first.runs().schedule(request());
		awaitUntil(() -> waitingFor(first, run) != null);
		Node second = node("b", SLOW);
		assertThat(second.runs().cancel(run.id())).isTrue();
		DurableRun ended = second.runs().await(run.id(), LONG);
		assertThat(ended.result().run().status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(List.of("a", "b")).contains(ended.node());
	}

	@Test
	void nodesHoldTheirRunsWithoutWebhooks() throws Exception {
		this.simulator.when(MessageMatcher.anyMessage()).firstDeltaAfter(Duration.ofMinutes(1)).reply("Late.");
		Node node = node("a", "openai.run.poll.initial-interval=1h", "openai.run.poll.max-interval=1h");
		DurableRun run = node.runs().schedule(request());
		awaitUntil(() -> node.runs().find(run.id()).runId() != null);
		assertThat(node.bean(DurableRunWorker.class).activeDrives()).isEqualTo(1);
		assertThat(waitingFor(node, run)).isNull();
	}

}
