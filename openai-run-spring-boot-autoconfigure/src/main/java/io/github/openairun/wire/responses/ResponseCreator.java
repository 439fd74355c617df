package io.github.openairun.wire.responses;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ApiException;
import io.github.openairun.Assistant;
import io.github.openairun.BadRequestException;
import io.github.openairun.Run;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RunLinkStore;
import io.github.openairun.wire.WireResponse;

/**
 * Creates responses, also on conversations that hold calls without outputs.
 * <p>
 * While a run waits for tool outputs its conversation is not locked, but servers refuse
 * everything except these outputs, with 400 and a text that names a call. If no run is
 * known that waits, the call was left behind, and on demand it is answered with a notice.
 */
class ResponseCreator {

	private static final Log logger = LogFactory.getLog(ResponseCreator.class);

	private static final Pattern REFUSAL = Pattern.compile("No tool output found for (?:function|\\w+) call ([\\w-]+)");

	/** The server names one call at a time, and the look at the items may miss some. */
	private static final int MAX_REPAIRS = 3;

	private final ResponseApi responses;

	private final ConversationApi conversations;

	private final RunLinkStore links;

	private final ResponsesGateway.Options options;

	ResponseCreator(ResponseApi responses, ConversationApi conversations, RunLinkStore links,
			ResponsesGateway.Options options) {
		this.responses = responses;
		this.conversations = conversations;
		this.links = links;
		this.options = options;
	}

	/**
	 * Create the first response of a run.
	 * @throws ThreadBusyException if the conversation is locked, or has a call without
	 * output that must not be repaired
	 */
	WireResponse begin(ObjectNode body, String threadId) {
		return create(body, threadId, null);
	}

	/**
	 * Create a further response of a run.
	 * @throws ThreadBusyException as for the first one
	 */
	WireResponse proceed(ObjectNode body, Run run) {
		String name = run.assistant();
		Assistant assistant = (name != null) ? this.options.assistants().apply(name) : null;
		if (assistant != null && body.get("tools") instanceof ArrayNode tools) {
			BuiltInTools.authorize(tools, assistant.builtInTools());
		}
		return create(body, run.threadId(), run.id());
	}

	private WireResponse create(ObjectNode body, String threadId, @Nullable String runId) {
		for (int repair = 0;; repair++) {
			try {
				return this.responses.create(body, threadId, runId);
			}
			catch (BadRequestException ex) {
				String callId = danglingCall(ex);
				if (callId == null || isAnsweredBy(body, callId)) {
					throw ex;
				}
				String active = this.links.activeRun(threadId);
				if (active != null && !active.equals(runId)) {
					throw new ThreadBusyException(threadId, active, ex);
				}
				if (!this.options.repairDanglingCalls() || repair == MAX_REPAIRS || !repair(body, threadId, callId)) {
					throw busy(threadId, callId, ex);
				}
			}
		}
	}

	private static @Nullable String danglingCall(BadRequestException refusal) {
		Matcher matcher = REFUSAL.matcher(refusal.error().message());
		return matcher.find() ? matcher.group(1) : null;
	}

	private static boolean isAnsweredBy(ObjectNode body, String callId) {
		return Json.children(body, "input")
			.stream()
			.anyMatch((item) -> Items.isAnswer(item) && callId.equals(Items.callId(item)));
	}

	private ThreadBusyException busy(String threadId, String callId, BadRequestException refusal) {
		String reason = "call '" + callId + "' has no output. Resume or cancel the run that waits for it; if that run "
				+ "is lost, set openai.run.responses.repair-dangling-calls=true";
		return new ThreadBusyException(threadId, null, reason, refusal);
	}

	/**
	 * Answer the calls that have no output, nor get one by the request.
	 * @param named the call that the server has named
	 * @return whether they are answered
	 */
	private boolean repair(ObjectNode body, String threadId, String named) {
		Map<String, ObjectNode> answers = new LinkedHashMap<>();
		answers.put(named, Items.output(named, Items.LOST_OUTPUT));
		for (JsonNode call : Items.pendingCalls(this.conversations.newestItems(threadId)).values()) {
			ObjectNode answer = Items.answer(call, Items.LOST_OUTPUT);
			if (answer != null && !Items.isApproval(call) && !isAnsweredBy(body, Items.callId(call))) {
				answers.put(Items.callId(call), answer);
			}
		}
		logger.warn("Thread " + threadId + " has calls that nobody answers any more: " + answers.keySet()
				+ ". Telling the model that their results are lost");
		try {
			for (List<ObjectNode> part : Conversations.parts(List.copyOf(answers.values()))) {
				this.conversations.addItems(threadId, part);
			}
			return true;
		}
		catch (ApiException ex) {
			logger.warn("Thread " + threadId + " cannot be repaired: " + ex.getMessage());
			return false;
		}
	}

}
