package io.github.openairun.wire.responses;

import java.util.List;
import java.util.Objects;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import tools.jackson.databind.JsonNode;

import io.github.openairun.ApiError;
import io.github.openairun.Run;
import io.github.openairun.RunBuilder;
import io.github.openairun.RunException;
import io.github.openairun.RunNotFoundException;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolCall;
import io.github.openairun.support.LogText;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RunLinkStore;
import io.github.openairun.wire.RunLinkStore.Link;
import io.github.openairun.wire.RunLinkStore.ResponsePhase;
import io.github.openairun.wire.WireResponse;
import io.github.openairun.wire.items.ResponseReader;

/**
 * Finds the newest snapshot of a run: by its link if there is one, otherwise by the items
 * of the conversation.
 */
class RunLoader {

	private static final Log logger = LogFactory.getLog(RunLoader.class);

	private final ResponseApi responses;

	private final ConversationApi conversations;

	private final RunLinkStore links;

	private final boolean driving;

	/**
	 * Create a loader.
	 * @param driving whether a drive asks, which follows the run itself: the calls of the
	 * response that it waits for are new
	 */
	RunLoader(ResponseApi responses, ConversationApi conversations, RunLinkStore links, boolean driving) {
		this.responses = responses;
		this.conversations = conversations;
		this.links = links;
		this.driving = driving;
	}

	Run load(String runId, String threadId) {
		WireResponse first = this.responses.get(runId, runId, threadId);
		String owner = RunMetadata.get(first.body(), RunMetadata.RUN);
		Assert.isTrue(owner == null || owner.equals(runId),
				() -> "'%s' is a later response of run '%s': load that run".formatted(runId, owner));
		checkThread(first, runId, threadId);
		Run run = ResponseRunReader.read(first, RunIdentity.ofFirst(first, threadId));
		Link link = this.links.find(threadId, runId);
		if (run.requiresAction()) {
			run = (link == null || link.responseId().equals(runId)) ? settle(run, link) : newest(run, link);
		}
		return remembered(followed(run), link);
	}

	/**
	 * Look behind the calls of a run that waits according to its link: they may have been
	 * answered by an application that keeps links of its own, and a handler must not be
	 * called for them again. A run whose calls nobody has answered is what it seems.
	 */
	private Run followed(Run run) {
		if (!run.requiresAction() || run.reconstructed()) {
			return run;
		}
		ContinuationItems tail = itemsBehind(run);
		return tail.isAnswered() ? reconstruct(run, tail) : run;
	}

	/**
	 * Look behind the calls of a run, or take it as it is if its items cannot be read.
	 */
	private Run followedIfPossible(Run run) {
		try {
			return followed(run);
		}
		catch (RunException ex) {
			logger.debug("Could not look behind the calls of run " + LogText.of(run.id()), ex);
			return run;
		}
	}

	private ContinuationItems itemsBehind(Run asking) {
		List<String> asked = askedIds(asking);
		List<JsonNode> items = asked.isEmpty() ? null
				: this.conversations.itemsBehind(asking.threadId(), asking.toolCalls());
		return ContinuationItems.read(asked, (items != null) ? items : List.of());
	}

	private static List<String> askedIds(Run run) {
		return run.toolCalls().stream().map(ToolCall::id).toList();
	}

	/**
	 * Responses lie beside conversations, so a response's id alone would open every
	 * thread to whoever knows it.
	 */
	private static void checkThread(WireResponse response, String runId, String threadId) {
		JsonNode conversation = Json.child(response.body(), "conversation");
		String id = (conversation != null) ? Json.text(conversation, "id") : Json.text(response.body(), "conversation");
		boolean ours = RunMetadata.get(response.body(), RunMetadata.VERSION) != null;
		if ((id != null) ? !threadId.equals(id) : !ours) {
			throw new RunNotFoundException(runId, threadId,
					new ApiError(404, response.endpoint(), "there is such a response, but not of this conversation",
							null, null, null, response.requestId(), null));
		}
	}

	Run refresh(Run run) {
		return isAtWork(run) ? refreshWorking(run) : refreshByLink(run);
	}

	private static boolean isAtWork(Run run) {
		return RunPosition.responseId(run) != null && !run.requiresAction() && !run.status().isTerminal();
	}

	/**
	 * Retrieve the active response: as long as it is, there is no newer one, and nothing
	 * but its status is of interest.
	 */
	private Run refreshWorking(Run run) {
		String responseId = Objects.requireNonNull(RunPosition.responseId(run));
		WireResponse response = this.responses.get(responseId, run);
		String status = Json.text(response.body(), "status");
		if (RunStatus.of(status) == RunStatus.QUEUED || RunStatus.of(status) == RunStatus.IN_PROGRESS) {
			return stillCancelling(run,
					run.mutate().status(Objects.requireNonNull(status)).pollAfter(response.pollAfter()).build());
		}
		Run fresh = ResponseRunReader.read(response, RunIdentity.of(run));
		return isAtWork(fresh) ? stillCancelling(run, fresh) : seen(fresh, response);
	}

	/**
	 * Determine the state of a run whose response has ended.
	 * @param fresh the run as the response shows it
	 */
	Run seen(Run fresh, WireResponse response) {
		Link link = this.links.find(fresh.threadId(), fresh.id());
		if (link == null || link.responseId().equals(RunPosition.responseId(fresh))) {
			Run settled = settle(fresh, link);
			return remembered(this.driving ? settled : followedIfPossible(settled), link);
		}
		WireResponse linked = this.responses.get(link.responseId(), fresh);
		if (RunMetadata.sequence(linked.body()) < RunMetadata.sequence(response.body())) {
			// Another application with links of its own has taken the run further.
			return remembered(followed(fresh), link);
		}
		return byLink(fresh, link, linked);
	}

	private Run refreshByLink(Run run) {
		Link link = this.links.find(run.threadId(), run.id());
		String newest = (link != null) ? link.responseId() : RunPosition.responseId(run);
		if (newest == null) {
			return load(run.id(), run.threadId());
		}
		return byLink(run, link, this.responses.get(newest, run));
	}

	private Run byLink(Run run, @Nullable Link link, WireResponse newest) {
		Run known = settle(ResponseRunReader.read(newest, RunIdentity.of(run)), link);
		boolean later = link != null && !link.responseId().equals(RunPosition.responseId(run))
				&& !askedIds(run).equals(askedIds(known));
		Run fresh = later ? followed(known) : followedIfPossible(known);
		return remembered(stillCancelling(run, fresh), link);
	}

	private static Run stillCancelling(Run before, Run fresh) {
		boolean cancelling = before.status() == RunStatus.CANCELLING
				&& (fresh.status() == RunStatus.QUEUED || fresh.status() == RunStatus.IN_PROGRESS);
		return cancelling ? fresh.mutate().status(RunStatus.CANCELLING).build() : fresh;
	}

	private Run newest(Run first, Link link) {
		try {
			WireResponse response = this.responses.get(link.responseId(), first);
			if (first.id().equals(RunMetadata.get(response.body(), RunMetadata.RUN))) {
				return settle(ResponseRunReader.read(response, RunIdentity.of(first)), link);
			}
		}
		catch (RunNotFoundException ex) {
			logger.debug("The newest response of run " + LogText.of(first.id()) + " is gone");
		}
		return reconstruct(first);
	}

	/**
	 * Determine the state of a run that waits according to its newest known response.
	 */
	private Run settle(Run run, @Nullable Link link) {
		if (!run.requiresAction()) {
			return run;
		}
		ResponsePhase phase = (link != null) ? link.phase() : ResponsePhase.UNCERTAIN;
		return switch (phase) {
			case ACTIVE, ENDED -> run;
			case CANCELLED -> ResponseRunReader.ended(run, RunStatus.CANCELLED);
			case EXPIRED -> ResponseRunReader.ended(run, RunStatus.EXPIRED);
			case UNCERTAIN -> reconstruct(run);
		};
	}

	private Run reconstruct(Run asking) {
		return reconstruct(asking, itemsBehind(asking));
	}

	/**
	 * Determine how a run continued.
	 * @param asking the run as it waited for outputs
	 * @param tail what stands behind its calls
	 */
	static Run reconstruct(Run asking, ContinuationItems tail) {
		if (!tail.isAnswered()) {
			return asking.mutate().reconstructed(true).build();
		}
		RunBuilder run = asking.mutate()
			.reconstructed(true)
			.status(tail.status())
			.toolCalls(List.of())
			.unsupportedAction(null)
			.continuation(null)
			.usage(null)
			.pollAfter(null);
		if (tail.status() == RunStatus.REQUIRES_ACTION) {
			ResponseReader.awaitOutputs(run, tail.pending());
			String request = RunPosition.of(asking).request();
			if (request != null) {
				String later = ContinuationRequest.parse(request).skip(tail.rounds().size()).text();
				run.continuation(new RunPosition(null, later).text());
			}
		}
		return run.build();
	}

	/**
	 * Store the link, unless another instance has changed it meanwhile.
	 * @param old the link before the request
	 */
	private Run remembered(Run run, @Nullable Link old) {
		String expected = (old != null) ? old.responseId() : null;
		String newest = RunPosition.responseId(run);
		if (newest == null) {
			newest = (expected != null) ? expected : run.id();
		}
		Link link = new Link(newest, phase(run, old));
		if (!link.equals(old)) {
			this.links.advance(run.threadId(), run.id(), expected, link);
		}
		return run;
	}

	private static ResponsePhase phase(Run run, @Nullable Link old) {
		if (run.reconstructed()) {
			return ResponsePhase.UNCERTAIN;
		}
		if (old != null && (old.phase() == ResponsePhase.CANCELLED || old.phase() == ResponsePhase.EXPIRED)) {
			return old.phase();
		}
		return run.status().isTerminal() ? ResponsePhase.ENDED : ResponsePhase.ACTIVE;
	}

}
