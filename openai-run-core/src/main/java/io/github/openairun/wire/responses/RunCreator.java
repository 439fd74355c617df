package io.github.openairun.wire.responses;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.BadRequestException;
import io.github.openairun.Run;
import io.github.openairun.RunException;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.RunRequest;
import io.github.openairun.wire.Ids;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RequestTrace;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.RunLinkStore;
import io.github.openairun.wire.RunLinkStore.Link;
import io.github.openairun.wire.RunLinkStore.ResponsePhase;
import io.github.openairun.wire.ThreadGateway;
import io.github.openairun.wire.WireResponse;
import io.github.openairun.wire.items.ResponseRequestWriter;

/**
 * Creates runs and takes them on, whether their responses are read in one piece or as a
 * stream.
 */
class RunCreator {

	private final ResponseApi responses;

	private final ConversationApi conversations;

	private final RunLinkStore links;

	private final SharedState state;

	private final boolean driving;

	private final RunLoader loader;

	private final ResponseCreator creator;

	private final LostCreationResolver creations;

	/**
	 * Create a creator.
	 * @param driving whether a drive asks
	 */
	RunCreator(ResponseApi responses, ConversationApi conversations, RunLinkStore links, SharedState state,
			boolean driving) {
		this.responses = responses;
		this.conversations = conversations;
		this.links = links;
		this.state = state;
		this.driving = driving;
		this.loader = new RunLoader(responses, conversations, links, driving);
		this.creator = new ResponseCreator(responses, conversations, links, this.loader, state);
		this.creations = new LostCreationResolver(responses, conversations, state.doubtfulCreations());
	}

	/**
	 * Return a creation on a thread, which is created if the request names none.
	 */
	RunCreation onThread(RunCreation creation, ThreadGateway threads) {
		if (creation.request().threadId() != null) {
			return creation;
		}
		check(creation);
		String threadId = threads.create(List.of(), Map.of()).id();
		return creation.with(creation.request().mutate().thread(threadId).build());
	}

	Run create(RunCreation creation) {
		Beginning beginning = prepare(creation, false);
		try {
			return accepted(beginning, this.creator.begin(beginning.body(), beginning.threadId()));
		}
		catch (RunOutcomeUnknownException ex) {
			this.creations.lost(beginning.nonce());
			throw ex;
		}
	}

	/**
	 * Determine the outcome of a creation whose response was lost.
	 */
	RequestTrace trace(RunCreation creation) {
		return this.creations.trace(creation, request(creation));
	}

	/**
	 * Prepare the request that begins a run, on a conversation that is created first if
	 * there is none.
	 * @param streamed whether the response is a stream
	 */
	Beginning prepare(RunCreation creation, boolean streamed) {
		String given = creation.request().threadId();
		if (given != null) {
			Ids.require(given, "threadId", ConversationThreads.PREFIX);
		}
		ResponsesGateway.Options options = this.state.options();
		ObjectNode body = request(creation);
		if (!creation.request().extraBody().containsKey("background")) {
			this.creator.background(body, options.background(body).onCreation(streamed, creation.listened()));
		}
		this.creator.check(body, creation.request().assistant());
		String threadId = (given != null) ? given
				: new ConversationThreads(this.conversations, options.links()).create(List.of(), Map.of()).id();
		body.put("conversation", threadId);
		return new Beginning(threadId, body, creation);
	}

	private ObjectNode request(RunCreation creation) {
		check(creation);
		Map<String, @Nullable Object> extra = creation.request().extraBody();
		ObjectNode body = ResponseRequestWriter.write(creation);
		if (this.state.options().store() != null) {
			body.put("store", this.state.options().store());
		}
		extra.forEach((name, value) -> body.set(name, Json.tree(value)));
		if (!extra.containsKey("metadata")) {
			body.set("metadata", RunMetadata.first(creation, body));
		}
		return body;
	}

	private static void check(RunCreation creation) {
		ResponseRequestWriter.check(creation);
		RunMetadata.checkForRun(creation.metadata());
	}

	/**
	 * Change a request that was refused, so that it can be sent again.
	 * @param refusals how many refusals there were before
	 * @throws RunException what the creation ends in
	 */
	void refused(Beginning beginning, RunException failure, int refusals) {
		if (failure instanceof RunOutcomeUnknownException) {
			this.creations.lost(beginning.nonce());
		}
		if (!(failure instanceof BadRequestException refusal)) {
			throw failure;
		}
		this.creator.mend(beginning.body(), beginning.threadId(), null, refusal, refusals);
	}

	/**
	 * Take note of the first response of a run.
	 * @throws RunOutcomeUnknownException if it gave way to an earlier attempt
	 */
	Run accepted(Beginning beginning, WireResponse response) {
		this.creations.accepted(beginning, response);
		RunRequest request = beginning.creation().request();
		RunIdentity identity = RunIdentity.ofFirst(response, beginning.threadId())
			.createdBy(request.assistant(), ContinuationRequest.sent(beginning.body(), request.extraBody().keySet()));
		Run run = ResponseRunReader.read(response, identity);
		this.links.advance(run.threadId(), run.id(), null,
				new Link(run.id(), run.status().isTerminal() ? ResponsePhase.ENDED : ResponsePhase.ACTIVE));
		return run;
	}

	WireResponse retrieve(String responseId, Run run) {
		return this.responses.get(responseId, run);
	}

	ToolOutputSubmitter submission() {
		return new ToolOutputSubmitter(this.responses, this.conversations, this.links, this.loader, this.creator,
				this.driving);
	}

	/**
	 * Return what a failure of a request that takes the conversation's lock says.
	 */
	RunException recognise(@Nullable String threadId, RunException failure) {
		return (threadId != null) ? this.responses.recognise(threadId, failure) : failure;
	}

	/**
	 * A run on its way.
	 *
	 * @param threadId the conversation
	 * @param body the request
	 * @param creation the run to create
	 */
	record Beginning(String threadId, ObjectNode body, RunCreation creation) {

		/** Return by what a further attempt is known as such, or {@code null}. */
		@Nullable String nonce() {
			return this.creation.nonce();
		}

	}

}
