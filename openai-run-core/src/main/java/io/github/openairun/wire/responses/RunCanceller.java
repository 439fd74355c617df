package io.github.openairun.wire.responses;

import java.util.ArrayList;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ApiException;
import io.github.openairun.BadRequestException;
import io.github.openairun.Run;
import io.github.openairun.RunException;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolOutput;
import io.github.openairun.support.LogText;
import io.github.openairun.wire.RunLinkStore;
import io.github.openairun.wire.RunLinkStore.Link;
import io.github.openairun.wire.RunLinkStore.ResponsePhase;
import io.github.openairun.wire.WireResponse;
import io.github.openairun.wire.items.Items;

/**
 * Cancels runs. While a run waits for tool outputs nothing runs at the server: then its
 * calls are answered with a notice, because a conversation takes no further response
 * while a call has no output.
 */
class RunCanceller {

	private static final Log logger = LogFactory.getLog(RunCanceller.class);

	private final ResponseApi responses;

	private final ConversationApi conversations;

	private final RunLinkStore links;

	private final RunLoader loader;

	RunCanceller(ResponseApi responses, ConversationApi conversations, RunLinkStore links, RunLoader loader) {
		this.responses = responses;
		this.conversations = conversations;
		this.links = links;
		this.loader = loader;
	}

	/**
	 * Cancel a run.
	 * @return the run as it is then; unchanged if it runs in a response whose id is not
	 * known, which cannot be cancelled
	 */
	Run cancel(Run run) {
		if (run.status().isTerminal()) {
			return run;
		}
		String responseId = RunPosition.responseId(run);
		if (responseId == null || run.requiresAction()) {
			return cancelNewest(this.loader.refresh(run), null, null);
		}
		Link link = this.links.find(run.threadId(), run.id());
		boolean newest = link == null || link.responseId().equals(responseId);
		return newest ? cancel(run, responseId, link) : cancelNewest(this.loader.refresh(run), null, null);
	}

	/**
	 * Cancel what has followed the response that a snapshot shows.
	 * @param now the newest snapshot
	 * @param ended the response that had ended before, or {@code null}
	 * @param refusal why that one could not be cancelled, or {@code null}
	 */
	private Run cancelNewest(Run now, @Nullable String ended, @Nullable ApiException refusal) {
		if (now.requiresAction()) {
			return endWaiting(now);
		}
		String responseId = RunPosition.responseId(now);
		if (now.status().isTerminal() || responseId == null) {
			return now;
		}
		if (!responseId.equals(ended)) {
			return cancel(now, responseId, this.links.find(now.threadId(), now.id()));
		}
		if (refusal != null) {
			throw refusal;
		}
		return now;
	}

	private Run cancel(Run run, String responseId, @Nullable Link link) {
		WireResponse response;
		try {
			response = this.responses.cancel(responseId, run);
		}
		catch (ApiException ex) {
			// Servers refuse to cancel what has ended already.
			if (ex.status() != 400 && ex.status() != 409) {
				throw ex;
			}
			return cancelNewest(this.loader.refresh(run), responseId, ex);
		}
		Run after = ResponseRunReader.read(response, RunIdentity.of(run));
		if (after.requiresAction()) {
			return cancelNewest(this.loader.seen(after, response), responseId, null);
		}
		if (!after.status().isTerminal()) {
			return after.mutate().status(RunStatus.CANCELLING).build();
		}
		remember(run, link, new Link(responseId, ResponsePhase.ENDED));
		if (after.status() == RunStatus.CANCELLED && RunMetadata.sequence(response.body()) > 0) {
			answerDanglingCalls(after);
		}
		return after;
	}

	private Run endWaiting(Run run) {
		Link link = this.links.find(run.threadId(), run.id());
		answerCalls(run);
		String known = (link != null) ? link.responseId() : RunPosition.responseId(run);
		remember(run, link, new Link((known != null) ? known : run.id(), ResponsePhase.CANCELLED));
		return ResponseRunReader.ended(run, RunStatus.CANCELLED);
	}

	/**
	 * Answer the calls that a run waits for. A server that takes no outputs by themselves
	 * cannot be helped before the next run.
	 */
	private void answerCalls(Run run) {
		try {
			answer(run.threadId(),
					(run.unsupportedAction() != null) ? answers(run.threadId())
							: run.toolCalls()
								.stream()
								.map((call) -> call.remote() ? ToolOutput.deny(call.id(), Items.CANCELLED_OUTPUT)
										: new ToolOutput(call.id(), Items.CANCELLED_OUTPUT))
								.map(Items::answer)
								.toList());
		}
		catch (BadRequestException ex) {
			logger.warn("Run " + LogText.of(run.id()) + " is cancelled, but thread " + LogText.of(run.threadId())
					+ " keeps calls without outputs; openai.run.responses.repair-dangling-calls=true lets the next run "
					+ "answer them: " + ex.getMessage());
		}
	}

	/**
	 * The calls that a cancelled response was to read the outputs of: whether a server
	 * keeps those outputs is not documented.
	 */
	private void answerDanglingCalls(Run run) {
		try {
			answer(run.threadId(), answers(run.threadId()));
		}
		catch (RunException ex) {
			logger.warn("Run " + LogText.of(run.id()) + " is cancelled, but thread " + LogText.of(run.threadId())
					+ " may have been left with calls that have no output: " + ex.getMessage());
		}
	}

	/**
	 * Return outputs for the calls that the conversation shows: those of other tools than
	 * functions, which a run does not hold, included.
	 */
	private List<ObjectNode> answers(String threadId) {
		List<ObjectNode> answers = new ArrayList<>();
		for (JsonNode call : Items.pendingCalls(this.conversations.newestItems(threadId)).values()) {
			ObjectNode answer = Items.answer(call, Items.CANCELLED_OUTPUT);
			if (answer != null) {
				answers.add(answer);
			}
			else {
				logger.warn("Thread " + LogText.of(threadId) + " keeps a " + LogText.of(Items.type(call))
						+ " without an output, which may make it unusable");
			}
		}
		return answers;
	}

	private void answer(String threadId, List<ObjectNode> outputs) {
		for (List<ObjectNode> part : ConversationThreads.parts(outputs)) {
			this.conversations.addItems(threadId, part);
		}
	}

	private void remember(Run run, @Nullable Link old, Link link) {
		this.links.advance(run.threadId(), run.id(), (old != null) ? old.responseId() : null, link);
	}

}
