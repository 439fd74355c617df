package io.github.openairun.test.contract;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.openairun.Run;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolOutput;
import io.github.openairun.test.simulator.Wire;
import io.github.openairun.wire.RequestTrace;
import io.github.openairun.wire.RunLinkStore;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process dies after the server has taken the outputs of a run and before it has stored
 * the link: whoever finds the submission must not leave the link as it was, or the thread
 * looks busy for ever.
 */
class OldLinkTests extends AbstractContractTests {

	private final RunLinkStore links = RunLinkStore.inMemory();

	private final MortalLinks mortalLinks = new MortalLinks(this.links);

	OldLinkTests() {
		super(Wire.RESPONSES);
	}

	private Run waiting(Application process) {
		this.simulator.when(message().contains("again")).reply("Hello again.");
		this.simulator.when(anyMessage()).call("findOrder", Map.of("orderId", "17")).reply("Done.");
		Run run = process.runs().create(request("Hello").thread(process.threads().create().id()).build());
		this.time.pass(TURN);
		return process.runs().refresh(run);
	}

	private static List<ToolOutput> outputs(Run waiting) {
		return List.of(new ToolOutput(waiting.toolCalls().get(0).id(), "found"));
	}

	private Application process(RunLinkStore links) {
		return startApplication((context) -> context.registerBean(RunLinkStore.class, () -> links));
	}

	@Test
	void theTraceOfASubmissionKnowsThatTheLinkIsOld() {
		Application first = process(this.mortalLinks);
		Run waiting = waiting(first);
		assertThat(this.links.activeRun(waiting.threadId())).isEqualTo(waiting.id());
		this.mortalLinks.dead = true;
		first.gateway().submitToolOutputs(waiting, outputs(waiting));
		this.time.pass(TURN);
		Application second = process(this.links);
		RequestTrace trace = second.gateway().traceSubmission(waiting, outputs(waiting));
		assertThat(trace).isInstanceOfSatisfying(RequestTrace.Found.class,
				(found) -> assertThat(found.run().status()).isEqualTo(RunStatus.COMPLETED));
		assertThat(this.links.activeRun(waiting.threadId())).isNull();
		assertThat(second.runs().load(waiting.id(), waiting.threadId()).status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(second.runs().execute(request("Hello again").thread(waiting.threadId()).build()).text())
			.isEqualTo("Hello again.");
	}

	@Test
	void aSubmissionThatCannotBeSeenYetLeavesTheLinkUncertain() {
		Application first = process(this.mortalLinks);
		Run waiting = waiting(first);
		Application second = process(this.links);
		assertThat(second.gateway().traceSubmission(waiting, outputs(waiting))).isInstanceOf(RequestTrace.Absent.class);
		assertThat(link(waiting).phase()).isEqualTo(RunLinkStore.ResponsePhase.UNCERTAIN);
		second.gateway().submitToolOutputs(waiting, outputs(waiting));
		this.time.pass(TURN);
		assertThat(second.runs().load(waiting.id(), waiting.threadId()).status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(this.links.activeRun(waiting.threadId())).isNull();
	}

	private RunLinkStore.Link link(Run run) {
		RunLinkStore.Link link = this.links.find(run.threadId(), run.id());
		assertThat(link).isNotNull();
		return link;
	}

	/** The links as a process stores them that dies at some point. */
	private static final class MortalLinks implements RunLinkStore {

		private final RunLinkStore store;

		private volatile boolean dead;

		MortalLinks(RunLinkStore store) {
			this.store = store;
		}

		@Override
		public @Nullable Link find(String threadId, String runId) {
			return this.store.find(threadId, runId);
		}

		@Override
		public boolean advance(String threadId, String runId, @Nullable String expected, Link link) {
			return !this.dead && this.store.advance(threadId, runId, expected, link);
		}

		@Override
		public @Nullable String activeRun(String threadId) {
			return this.store.activeRun(threadId);
		}

	}

}
