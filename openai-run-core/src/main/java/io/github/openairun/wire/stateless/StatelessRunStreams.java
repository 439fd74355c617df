package io.github.openairun.wire.stateless;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ApiException;
import io.github.openairun.Run;
import io.github.openairun.RunError;
import io.github.openairun.RunException;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.RunEvent;
import io.github.openairun.wire.RunStreams;
import io.github.openairun.wire.StreamSink;
import io.github.openairun.wire.WireClient;
import io.github.openairun.wire.WireRequest;
import io.github.openairun.wire.WireResponse;
import io.github.openairun.wire.items.ResponseEventReader;

/**
 * Runs whose responses are pushed, or come in one piece without a thread that waits. A
 * stream that was cut off cannot be resumed: its response is generated again.
 */
final class StatelessRunStreams implements RunStreams {

	private final WireClient client;

	private final RunKeeper keeper;

	private final ResponseGenerator requests;

	private final boolean whole;

	/**
	 * Create streams.
	 * @param whole whether responses come in one piece
	 */
	StatelessRunStreams(WireClient client, RunKeeper keeper, ResponseGenerator requests, boolean whole) {
		this.client = client;
		this.keeper = keeper;
		this.requests = requests;
		this.whole = whole;
	}

	@Override
	public Flow.Publisher<RunEvent> create(RunCreation creation) {
		return this.client.stream(new Generated() {

			@Override
			Turn begin() {
				return StatelessRunStreams.this.keeper.begin(creation,
						StatelessRunStreams.this.requests.request(creation));
			}

		});
	}

	@Override
	public Flow.Publisher<RunEvent> submitToolOutputs(Run run, List<ToolOutput> outputs) {
		Assert.notEmpty(outputs, "'outputs' must not be empty");
		StatelessGateway.check(run);
		return this.client.stream(new Generated() {

			@Override
			Turn begin() {
				return StatelessRunStreams.this.keeper.answerOrFail(run, outputs);
			}

		});
	}

	@Override
	public Flow.@Nullable Publisher<RunEvent> resume(Run run, long after) {
		return null;
	}

	@Override
	public Flow.@Nullable Publisher<RunEvent> obtain(Run run) {
		StatelessGateway.check(run);
		RunRecord record = this.keeper.run(run.id(), run.threadId());
		return (record.status() == RunStatus.IN_PROGRESS) ? withoutDeltas().again(record) : null;
	}

	private Flow.Publisher<RunEvent> again(RunRecord record) {
		return this.client.stream(new Generated() {

			@Override
			Turn begin() {
				return StatelessRunStreams.this.keeper.again(record);
			}

			/** Nobody would send the same request once more after a refusal. */
			@Override
			boolean refused(Turn turn, RunException failure, StreamSink sink) {
				RunKeeper.Ended failed = (failure instanceof ApiException)
						? StatelessRunStreams.this.keeper.fail(turn, RunKeeper.error(failure)) : null;
				if (failed == null || !failed.current()) {
					return false;
				}
				sink.emit(new RunEvent.Snapshot(failed.run(), null));
				return true;
			}

		});
	}

	@Override
	public StatelessRunStreams withoutDeltas() {
		return new StatelessRunStreams(this.client, this.keeper, this.requests, true);
	}

	@Override
	public boolean endsWhenClosed() {
		return true;
	}

	@Override
	public RunStreams withResponseTimeout(Duration timeout) {
		return new StatelessRunStreams(this.client.withResponseTimeout(timeout), this.keeper, this.requests,
				this.whole);
	}

	@Override
	public RunStreams blocking() {
		return new StatelessRunStreams(this.client.withBlockingStreams(), this.keeper, this.requests, this.whole);
	}

	/**
	 * A response that is generated for one turn.
	 */
	private abstract class Generated extends ResponseEventReader {

		private @Nullable Turn turn;

		private final Set<String> mended = new HashSet<>();

		/** Our ids of messages, by those of the server. */
		private final Map<String, String> messageIds = new HashMap<>();

		Generated() {
			super(null);
		}

		/** Begin the turn in the store. */
		abstract Turn begin();

		private Turn turn() {
			Turn turn = this.turn;
			Assert.state(turn != null, "The turn has not begun");
			return turn;
		}

		@Override
		public WireRequest open() {
			Turn turn = begin();
			this.turn = turn;
			return request(turn);
		}

		private WireRequest request(Turn turn) {
			try {
				ResponseGenerator requests = StatelessRunStreams.this.requests;
				return StatelessRunStreams.this.whole ? requests.generation(turn.record(), this.mended)
						: requests.streamed(turn.record(), this.mended);
			}
			catch (RuntimeException ex) {
				StatelessRunStreams.this.keeper.release(turn);
				throw ex;
			}
		}

		/**
		 * Take note of a refusal.
		 * @return whether the run has failed with an event of the sink
		 */
		boolean refused(Turn turn, RunException failure, StreamSink sink) {
			return false;
		}

		@Override
		public @Nullable WireRequest failed(RunException failure, StreamSink sink) {
			Turn turn = this.turn;
			if (turn == null) {
				throw failure;
			}
			try {
				if (StatelessRunStreams.this.requests.mends(failure, this.mended)) {
					return request(turn);
				}
			}
			catch (RunException ex) {
				StatelessRunStreams.this.keeper.abandon(turn, ex);
				throw ex;
			}
			if (refused(turn, failure, sink)) {
				return null;
			}
			StatelessRunStreams.this.keeper.abandon(turn, failure);
			throw failure;
		}

		@Override
		public void abandoned() {
			Turn turn = this.turn;
			if (turn != null) {
				StatelessRunStreams.this.keeper.release(turn);
			}
		}

		@Override
		protected Run begun() {
			return turn().record().toRun();
		}

		@Override
		protected Run accept(WireResponse response) {
			return begun();
		}

		@Override
		protected Run read(Run run, WireResponse response) {
			return run;
		}

		@Override
		protected @Nullable Run end(Run run, WireResponse response) {
			return ended(StatelessRunStreams.this.keeper.endOrFail(turn(), response.body()));
		}

		@Override
		protected @Nullable Run fail(Run run, RunError error) {
			return ended(StatelessRunStreams.this.keeper.fail(turn(), error));
		}

		/** The messages of a response that is discarded are not those of the run. */
		private static @Nullable Run ended(RunKeeper.Ended ended) {
			return ended.current() ? ended.run() : null;
		}

		@Override
		protected ObjectNode head(Run run, JsonNode response) {
			return Json.object().put("id", run.id() + "." + turn().record().rounds());
		}

		@Override
		protected String messageId(String id, int number) {
			return this.messageIds.computeIfAbsent(id.isEmpty() ? "#" + number : id,
					(key) -> StatelessRunStreams.this.keeper.items().newMessageId());
		}

	}

}
