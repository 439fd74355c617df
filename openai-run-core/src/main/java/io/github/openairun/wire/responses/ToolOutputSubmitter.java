package io.github.openairun.wire.responses;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.BadRequestException;
import io.github.openairun.Run;
import io.github.openairun.RunException;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.RunStatus;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;
import io.github.openairun.ToolOutputMismatchException;
import io.github.openairun.support.LogText;
import io.github.openairun.wire.CallIds;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RequestTrace;
import io.github.openairun.wire.RunLinkStore;
import io.github.openairun.wire.RunLinkStore.Link;
import io.github.openairun.wire.RunLinkStore.ResponsePhase;
import io.github.openairun.wire.WireResponse;
import io.github.openairun.wire.items.Items;

/**
 * Submits tool outputs, and determines whether lost submissions took effect.
 * <p>
 * Nothing on this wire makes a submission happen once by itself: there is no idempotency
 * key, a conversation shows outputs only when the response that took them has completed,
 * and what a server does with outputs that it has already is not documented. But a
 * conversation serves one response at a time. So whenever an earlier submission may be on
 * its way, the outputs are sent again to take the lock, and the items are read
 * <em>afterwards</em>: while holding the lock, an earlier submission has either left its
 * items, and then ours is cancelled as a duplicate and the earlier one adopted, or it
 * never happened. A conversation that is locked is left alone.
 */
class ToolOutputSubmitter {

	private static final Log logger = LogFactory.getLog(ToolOutputSubmitter.class);

	private final ResponseApi responses;

	private final ConversationApi conversations;

	private final RunLinkStore links;

	private final RunLoader loader;

	private final ResponseCreator creator;

	private final boolean driving;

	/**
	 * Create a submitter.
	 * @param driving whether a drive asks, which checks itself whether its outputs are
	 * late
	 */
	ToolOutputSubmitter(ResponseApi responses, ConversationApi conversations, RunLinkStore links, RunLoader loader,
			ResponseCreator creator, boolean driving) {
		this.responses = responses;
		this.conversations = conversations;
		this.links = links;
		this.loader = loader;
		this.creator = creator;
		this.driving = driving;
	}

	Run submit(Run run, List<ToolOutput> outputs) {
		Asking asking = prepare(run, outputs, false);
		// Servers may take outputs a second time.
		boolean snapshot = asking.run() == run && !asking.doubtful() && !this.driving;
		Run elsewhere = snapshot ? wentOn(run) : null;
		if (elsewhere != null) {
			return elsewhere;
		}
		for (int refusals = 0;; refusals++) {
			WireResponse response;
			try {
				response = this.responses.create(asking.body(), asking.run().threadId(), asking.run().id());
			}
			catch (RunException ex) {
				Run wentOn = refused(asking, ex, refusals);
				if (wentOn != null) {
					return wentOn;
				}
				continue;
			}
			return accepted(asking, response);
		}
	}

	/**
	 * Prepare the request that submits outputs.
	 * @param streamed whether the response is a stream
	 */
	Asking prepare(Run run, List<ToolOutput> outputs, boolean streamed) {
		Link link = this.links.find(run.threadId(), run.id());
		Run asking = run;
		if (!isCurrent(run, link)) {
			asking = waiting(this.loader.refresh(run), outputs);
			link = this.links.find(run.threadId(), run.id());
		}
		boolean doubtful = asking.reconstructed() || link == null || link.phase() == ResponsePhase.UNCERTAIN;
		ObjectNode body = this.creator.continuation(continuation(asking), asking, input(outputs), streamed);
		return new Asking(asking, outputs, link, doubtful, body);
	}

	/**
	 * Decide about a submission that did not succeed.
	 * @param refusals how many refusals there were before
	 * @return the run, if it has gone on nonetheless, or {@code null} if the request was
	 * changed and may be sent again
	 * @throws RunException what the submission ends in
	 */
	@Nullable Run refused(Asking asking, RunException failure, int refusals) {
		Run run = asking.run();
		if (failure instanceof ThreadBusyException || failure instanceof RunOutcomeUnknownException) {
			remember(run, asking.link(), new Link(known(run, asking.link()), ResponsePhase.UNCERTAIN));
			throw failure;
		}
		if (!(failure instanceof BadRequestException refusal)) {
			throw failure;
		}
		boolean doubtful = asking.doubtful() || ResponseCreator.danglingCall(asking.body(), refusal) != null;
		Run wentOn = (doubtful && refusals == 0) ? wentOn(run) : null;
		if (wentOn != null) {
			return wentOn;
		}
		try {
			this.creator.mend(asking.body(), run.threadId(), run.id(), refusal, refusals);
		}
		catch (BadRequestException ex) {
			wentOn = doubtful ? null : wentOn(run);
			if (wentOn == null) {
				throw ex;
			}
			return wentOn;
		}
		return null;
	}

	/**
	 * Check whether another instance has submitted the outputs, if that can be found out:
	 * what the server says about the submission says more.
	 */
	private @Nullable Run wentOn(Run asking) {
		try {
			return answeredElsewhere(asking);
		}
		catch (RunException ex) {
			logger.debug("Could not check whether run " + LogText.of(asking.id()) + " has its outputs", ex);
			return null;
		}
	}

	/**
	 * Check whether the calls of a run have outputs.
	 * @return the continued run, or {@code null} if they have none
	 */
	@Nullable Run answeredElsewhere(Run run) {
		List<String> asked = run.toolCalls().stream().map(ToolCall::id).toList();
		List<JsonNode> items = asked.isEmpty() ? null : this.conversations.itemsBehind(run.threadId(), run.toolCalls());
		ContinuationItems tail = ContinuationItems.read(asked, (items != null) ? items : List.of());
		if (!tail.isAnswered()) {
			return null;
		}
		Link link = this.links.find(run.threadId(), run.id());
		remember(run, link, new Link(known(run, link), ResponsePhase.UNCERTAIN));
		return RunLoader.reconstruct(run, tail);
	}

	/**
	 * Take note of the response that has taken the outputs.
	 * @return the continued run, possibly by an earlier submission
	 */
	Run accepted(Asking asking, WireResponse response) {
		Run earlier = asking.doubtful() ? earlier(asking.run(), asking.outputs(), response) : null;
		if (earlier != null) {
			return earlier;
		}
		Run next = ResponseRunReader.read(response, RunIdentity.of(asking.run()));
		ResponsePhase phase = next.status().isTerminal() ? ResponsePhase.ENDED : ResponsePhase.ACTIVE;
		remember(asking.run(), asking.link(), new Link(response.id(ResponsesGateway.PREFIX), phase));
		return next;
	}

	/** Return whether a snapshot tells how to go on, and is not known to be old. */
	private static boolean isCurrent(Run run, @Nullable Link link) {
		return run.requiresAction() && RunPosition.of(run).request() != null && (link == null
				|| link.phase() == ResponsePhase.UNCERTAIN
				|| (link.phase() == ResponsePhase.ACTIVE && link.responseId().equals(RunPosition.responseId(run))));
	}

	/** Return a new snapshot, which must wait for exactly these outputs. */
	private static Run waiting(Run fresh, List<ToolOutput> outputs) {
		Set<String> missing = new LinkedHashSet<>(fresh.toolCalls().stream().map(ToolCall::id).toList());
		List<String> surplus = new ArrayList<>();
		for (ToolOutput output : outputs) {
			if (!missing.remove(output.callId())) {
				surplus.add(output.callId());
			}
		}
		if (!fresh.requiresAction() || RunPosition.of(fresh).request() == null || !missing.isEmpty()
				|| !surplus.isEmpty()) {
			throw new ToolOutputMismatchException(fresh, missing, surplus);
		}
		return fresh;
	}

	private static ContinuationRequest continuation(Run asking) {
		String request = RunPosition.of(asking).request();
		if (request == null) {
			throw new IllegalStateException("Run '" + LogText.of(asking.id()) + "' does not tell how to go on");
		}
		return ContinuationRequest.parse(request);
	}

	private static JsonNode input(List<ToolOutput> outputs) {
		ArrayNode input = Json.mapper().createArrayNode();
		outputs.forEach((output) -> input.add(Items.answer(output)));
		return input;
	}

	private static String known(Run asking, @Nullable Link link) {
		if (link != null) {
			return link.responseId();
		}
		String responseId = RunPosition.responseId(asking);
		return (responseId != null) ? responseId : asking.id();
	}

	private void remember(Run asking, @Nullable Link old, Link link) {
		String expected = (old != null) ? old.responseId() : null;
		if (!this.links.advance(asking.threadId(), asking.id(), expected, link)) {
			logger.debug("Run " + LogText.of(asking.id()) + " was taken further elsewhere meanwhile");
		}
	}

	/**
	 * Look whether an earlier submission of the same outputs had been taken before the
	 * given response was accepted, and if so cancel this duplicate.
	 * @return the run as the earlier submission took it on, or {@code null} if there was
	 * none
	 */
	private @Nullable Run earlier(Run asking, List<ToolOutput> outputs, WireResponse accepted) {
		String id = accepted.id(ResponsesGateway.PREFIX);
		try {
			List<JsonNode> items = items(asking);
			if (items == null || items.stream().noneMatch((item) -> answers(item, outputs.get(0)))) {
				return null;
			}
			long copies = items.stream().filter((item) -> answers(item, outputs.get(0))).count();
			ContinuationItems tail = ContinuationItems.read(callIds(outputs), items);
			String first = CallIds.ofServer(outputs.get(0).callId());
			long own = callIds(outputs).stream().map(CallIds::ofServer).filter(first::equals).count();
			// A server may show outputs as soon as it has got them: ours, then.
			boolean taken = copies > own || tail.status() != RunStatus.IN_PROGRESS;
			RunStatus ours = RunStatus.of(Json.text(this.responses.get(id, asking).body(), "status"));
			if (!taken || !tail.isAnswered() || ours == RunStatus.COMPLETED || ours == RunStatus.INCOMPLETE) {
				return null;
			}
			logger
				.debug("Run " + LogText.of(asking.id()) + " had got its outputs already; cancelling " + LogText.of(id));
			if (!ours.isTerminal() && Json.flag(accepted.body(), "background", true)) {
				this.responses.cancel(id, asking);
			}
			return RunLoader.reconstruct(asking, tail);
		}
		catch (RunException ex) {
			// The response was accepted, also if this check fails.
			logger.debug("Could not check for an earlier submission of run " + LogText.of(asking.id()), ex);
			return null;
		}
	}

	/**
	 * Determine the outcome of a submission.
	 * @return {@link RequestTrace.Absent} as long as the conversation does not show the
	 * outputs: even if they are on their way, submitting them again does no harm
	 */
	RequestTrace trace(Run run, List<ToolOutput> outputs) {
		Link link = this.links.find(run.threadId(), run.id());
		if (link != null && link.phase() != ResponsePhase.UNCERTAIN
				&& !link.responseId().equals(RunPosition.responseId(run))) {
			return new RequestTrace.Found(this.loader.refresh(run));
		}
		List<JsonNode> items = items(run);
		if (items == null) {
			return new RequestTrace.Undecided();
		}
		ContinuationItems tail = ContinuationItems.read(callIds(outputs), items);
		// Another process may have sent the submission, and then the link is not the
		// newest.
		remember(run, link, new Link(known(run, link), ResponsePhase.UNCERTAIN));
		return tail.isAnswered() ? new RequestTrace.Found(RunLoader.reconstruct(run, tail)) : new RequestTrace.Absent();
	}

	private @Nullable List<JsonNode> items(Run asking) {
		return this.conversations.itemsBehind(asking.threadId(), asking.toolCalls());
	}

	private static List<String> callIds(List<ToolOutput> outputs) {
		return outputs.stream().map(ToolOutput::callId).toList();
	}

	private static boolean answers(JsonNode item, ToolOutput output) {
		return Items.isAnswer(item) && CallIds.ofServer(output.callId()).equals(Items.callId(item));
	}

	/**
	 * A submission on its way.
	 *
	 * @param run the run as it waits for the outputs
	 * @param link its link
	 * @param doubtful whether an earlier submission may be on its way as well
	 * @param body the request
	 */
	record Asking(Run run, List<ToolOutput> outputs, @Nullable Link link, boolean doubtful, ObjectNode body) {
	}

}
