package io.github.openairun.wire.responses;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import tools.jackson.databind.JsonNode;

import io.github.openairun.Run;
import io.github.openairun.RunError;
import io.github.openairun.RunException;
import io.github.openairun.ToolOutput;
import io.github.openairun.support.LogText;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.RunEvent;
import io.github.openairun.wire.RunLinkStore;
import io.github.openairun.wire.RunLinkStore.Link;
import io.github.openairun.wire.RunLinkStore.ResponsePhase;
import io.github.openairun.wire.RunStreams;
import io.github.openairun.wire.StreamSink;
import io.github.openairun.wire.WireClient;
import io.github.openairun.wire.WireRequest;
import io.github.openairun.wire.WireResponse;
import io.github.openairun.wire.items.ResponseEventReader;

/**
 * Runs whose responses are pushed (OpenAI API reference, Responses streaming). What
 * polled requests do about locks, calls without outputs and earlier submissions holds
 * here as well.
 */
class ResponsesRunStreams implements RunStreams {

	private static final Log logger = LogFactory.getLog(ResponsesRunStreams.class);

	private final WireClient client;

	private final RunCreator runs;

	private final RunLinkStore links;

	ResponsesRunStreams(WireClient client, RunCreator runs, RunLinkStore links) {
		this.client = client;
		this.runs = runs;
		this.links = links;
	}

	@Override
	public Flow.Publisher<RunEvent> create(RunCreation creation) {
		return this.client.stream(new Created(creation));
	}

	@Override
	public Flow.Publisher<RunEvent> submitToolOutputs(Run run, List<ToolOutput> outputs) {
		Assert.notEmpty(outputs, "'outputs' must not be empty");
		return this.client.stream(new Continued(ResponsesGateway.check(run), outputs));
	}

	@Override
	public Flow.@Nullable Publisher<RunEvent> resume(Run run, long after) {
		String responseId = RunPosition.responseId(ResponsesGateway.check(run));
		if (responseId == null || run.requiresAction() || run.status().isTerminal()) {
			return null;
		}
		return this.client.stream(new Resumed(run, responseId, after));
	}

	@Override
	public RunStreams withResponseTimeout(Duration timeout) {
		return new ResponsesRunStreams(this.client.withResponseTimeout(timeout), this.runs, this.links);
	}

	@Override
	public RunStreams blocking() {
		return new ResponsesRunStreams(this.client.withBlockingStreams(), this.runs, this.links);
	}

	/**
	 * A stream of a response on a conversation.
	 */
	private abstract class ConversationEventReader extends ResponseEventReader {

		ConversationEventReader(@Nullable Run resumed) {
			super(resumed);
		}

		@Override
		protected Run read(Run run, WireResponse response) {
			return ResponseRunReader.read(response, RunIdentity.of(run));
		}

		@Override
		protected boolean isOvertaken(Run run, WireResponse response) {
			return !response.id(ResponsesGateway.PREFIX).equals(RunPosition.responseId(run));
		}

		@Override
		protected Run end(Run run, WireResponse response) {
			if (run.status().isTerminal()) {
				ended(run, response.id(ResponsesGateway.PREFIX));
			}
			return run;
		}

		@Override
		protected @Nullable Run fail(Run run, RunError error) {
			ended(run, RunPosition.responseId(run));
			return super.fail(run, error);
		}

		private void ended(Run run, @Nullable String responseId) {
			ResponsesRunStreams.this.links.advance(run.threadId(), run.id(), responseId,
					new Link((responseId != null) ? responseId : run.id(), ResponsePhase.ENDED));
		}

	}

	private final class Created extends ConversationEventReader {

		private final RunCreation creation;

		private RunCreator.@Nullable Beginning beginning;

		private int refusals;

		Created(RunCreation creation) {
			super(null);
			this.creation = creation;
		}

		@Override
		public WireRequest open() {
			RunCreator.Beginning beginning = ResponsesRunStreams.this.runs.prepare(this.creation, true);
			this.beginning = beginning;
			return request(beginning);
		}

		private static WireRequest request(RunCreator.Beginning beginning) {
			return ResponseApi.creation(beginning.body(), beginning.threadId(), null).streamed();
		}

		@Override
		public WireRequest failed(RunException failure, StreamSink sink) {
			RunCreator.Beginning beginning = this.beginning;
			if (beginning == null) {
				throw failure;
			}
			RunCreator runs = ResponsesRunStreams.this.runs;
			runs.refused(beginning, runs.recognise(beginning.threadId(), failure), this.refusals++);
			return request(beginning);
		}

		@Override
		protected Run accept(WireResponse response) {
			RunCreator.Beginning beginning = this.beginning;
			Assert.state(beginning != null, "The request was not sent");
			return ResponsesRunStreams.this.runs.accepted(beginning, response);
		}

	}

	private final class Continued extends ConversationEventReader {

		private final ToolOutputSubmitter submission = ResponsesRunStreams.this.runs.submission();

		private final Run run;

		private final List<ToolOutput> outputs;

		private ToolOutputSubmitter.@Nullable Asking asking;

		private int refusals;

		Continued(Run run, List<ToolOutput> outputs) {
			super(null);
			this.run = run;
			this.outputs = outputs;
		}

		@Override
		public WireRequest open() {
			ToolOutputSubmitter.Asking asking = this.submission.prepare(this.run, this.outputs, true);
			this.asking = asking;
			return request(asking);
		}

		private static WireRequest request(ToolOutputSubmitter.Asking asking) {
			return ResponseApi.creation(asking.body(), asking.run().threadId(), asking.run().id()).streamed();
		}

		@Override
		public @Nullable WireRequest failed(RunException failure, StreamSink sink) {
			ToolOutputSubmitter.Asking asking = this.asking;
			if (asking == null) {
				throw failure;
			}
			RunException recognised = ResponsesRunStreams.this.runs.recognise(this.run.threadId(), failure);
			Run wentOn = this.submission.refused(asking, recognised, this.refusals++);
			if (wentOn == null) {
				return request(asking);
			}
			sink.emit(new RunEvent.Snapshot(wentOn, null));
			sink.complete();
			return null;
		}

		@Override
		protected Run accept(WireResponse response) {
			ToolOutputSubmitter.Asking asking = this.asking;
			Assert.state(asking != null, "The request was not sent");
			return this.submission.accepted(asking, response);
		}

	}

	private final class Resumed extends ConversationEventReader {

		private final Run run;

		private final String responseId;

		private final long after;

		Resumed(Run run, String responseId, long after) {
			super(run);
			this.run = run;
			this.responseId = responseId;
			this.after = after;
		}

		@Override
		public WireRequest open() {
			return ResponseApi.resumption(this.responseId, this.run, this.after);
		}

		@Override
		protected @Nullable JsonNode stored() {
			try {
				return ResponsesRunStreams.this.runs.retrieve(this.responseId, this.run).body();
			}
			catch (RunException ex) {
				logger.debug("Response " + LogText.of(this.responseId) + " could not be retrieved after its stream",
						ex);
				return null;
			}
		}

		@Override
		protected Run accept(WireResponse response) {
			return ResponseRunReader.read(response, RunIdentity.of(this.run));
		}

	}

}
