package io.github.openairun.jdbc;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.openairun.ResumeRequest;
import io.github.openairun.Run;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.test.simulator.MessageMatcher;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Durable runs on another server than the default one.
 */
class DurableConnectionsTests extends AbstractNodeTests {

	private static final ScheduleOptions ON_OTHER = ScheduleOptions.defaults().connection("other");

	private final OpenAiSimulator other = OpenAiSimulator.start();

	@Override
	Database.Kind kind() {
		return Database.Kind.H2;
	}

	@AfterEach
	void stopOther() {
		this.other.close();
	}

	private Node nodeOfBoth(String name) {
		return node(name, "openai.connections.other.base-url=" + this.other.baseUrl(),
				"openai.connections.other.api-key=sk-other", "openai.run.assistants.there.model=gpt-4.1",
				"openai.run.assistants.there.tools=*", "openai.run.assistants.there.connection=other");
	}

	private void scriptOther() {
		this.other.when(MessageMatcher.anyMessage()).call("findOrder", ORDER).reply("Found there.");
	}

	@Test
	void anotherNodeGoesOnOnTheConnectionOfTheRun() throws Exception {
		scriptOther();
		this.tools.gate = new CountDownLatch(1);
		Node first = nodeOfBoth("a");
		DurableRun run = first.runs().schedule(request(), ON_OTHER);
		assertThat(this.tools.entered.await(20, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> close(first));
		awaitUntil(() -> !first.bean(DurableRunWorker.class).isRunning());
		this.tools.gate.countDown();
		closed.get(30, TimeUnit.SECONDS);
		DurableRun ended = nodeOfBoth("b").runs().await(run.id(), LONG);
		assertThat(ended.result().text()).isEqualTo("Found there.");
		assertThat(ended.attempts()).isEqualTo(2);
		assertThat(this.tools.found).hasValue(1);
		assertThat(this.other).hasRuns(1);
		assertThat(this.simulator).hasRuns(0);
	}

	@Test
	void aRunOfAnotherConnectionBecomesDurable() throws Exception {
		scriptOther();
		Node node = nodeOfBoth("a");
		Run run = node.bean(RunOperations.class).withConnection("other").create(request());
		DurableRun durable = node.runs().resume(ResumeRequest.run(run).build(), ON_OTHER);
		DurableRun ended = node.runs().await(durable.id(), LONG);
		assertThat(ended.result().text()).isEqualTo("Found there.");
		assertThat(this.simulator.exchanges()).isEmpty();
	}

	@Test
	void aRunIsCancelledOnTheConnectionOfItsAssistant() throws Exception {
		this.other.when(MessageMatcher.anyMessage()).firstDeltaAfter(Duration.ofMinutes(1)).reply("Late.");
		Node node = nodeOfBoth("a");
		DurableRun run = node.runs().schedule(RunRequest.assistant("there").message("Hello").build());
		awaitUntil(() -> node.runs().find(run.id()).runId() != null);
		assertThat(node.runs().cancel(run.id())).isTrue();
		DurableRun ended = node.runs().await(run.id(), LONG);
		assertThat(ended.result().run().status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(this.other.accepted(Operation.CANCEL_RUN)).isNotEmpty();
		assertThat(this.simulator.exchanges()).isEmpty();
	}

	@Test
	void aCancelledRunFailsIfItsConnectionIsGone() throws Exception {
		this.other.when(MessageMatcher.anyMessage()).firstDeltaAfter(Duration.ofMinutes(1)).reply("Late.");
		Node first = nodeOfBoth("a");
		DurableRun run = first.runs().schedule(request(), ON_OTHER);
		awaitUntil(() -> first.runs().find(run.id()).runId() != null);
		first.jdbc().update("update openai_run_drive set cancel_requested = true where id = ?", run.id());
		close(first);
		DurableRun failed = node("b").runs().await(run.id(), LONG);
		assertThat(failed.state()).isEqualTo(DurableRun.State.FAILED);
		assertThat(failed.failure()).contains("'other'");
	}

	@Test
	void aConnectionThatDoesNotExistIsRefused() {
		Node node = nodeOfBoth("a");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> node.runs().schedule(request(), ScheduleOptions.defaults().connection("othr")))
			.withMessageContaining("Did you mean 'other'?");
	}

}
