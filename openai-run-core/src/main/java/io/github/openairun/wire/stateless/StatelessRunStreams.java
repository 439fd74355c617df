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

import io.github.openairun.Run;
import io.github.openairun.RunError;
import io.github.openairun.RunException;
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
 * Runs whose responses are pushed. A stream that was cut off cannot be resumed: its
 * response is generated again.
 */
final class StatelessRunStreams implements RunStreams {

	private final WireClient client;

	private final RunKeeper keeper;

	private final ResponseGenerator requests;

	StatelessRunStreams(WireClient client, RunKeeper keeper, ResponseGenerator requests) {
		this.client = client;
		this.keeper = keeper;
		this.requests = requests;
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
	public RunStreams withResponseTimeout(Duration timeout) {
		return new StatelessRunStreams(this.client.withResponseTimeout(timeout), this.keeper, this.requests);
	}

	@Override
	public RunStreams blocking() {
		return new StatelessRunStreams(this.client.withBlockingStreams(), this.keeper, this.requests);
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
				return StatelessRunStreams.this.requests.streamed(turn.record());
			}
			catch (RuntimeException ex) {
				StatelessRunStreams.this.keeper.undo(turn);
				throw ex;
			}
		}

		@Override
		public WireRequest failed(RunException failure, StreamSink sink) {
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
			StatelessRunStreams.this.keeper.abandon(turn, failure);
			throw failure;
		}

		@Override
		public void abandoned() {
			Turn turn = this.turn;
			if (turn != null) {
				StatelessRunStreams.this.keeper.undo(turn);
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
		protected Run end(Run run, WireResponse response) {
			return StatelessRunStreams.this.keeper.endOrFail(turn(), response.body());
		}

		@Override
		protected Run fail(Run run, RunError error) {
			return StatelessRunStreams.this.keeper.fail(turn(), error);
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
