package io.github.openairun.wire.responses;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.Assistant;
import io.github.openairun.BadRequestException;
import io.github.openairun.BuiltInTool;
import io.github.openairun.Message;
import io.github.openairun.Run;
import io.github.openairun.RunNotFoundException;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.support.LogText;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RunLinkStore;
import io.github.openairun.wire.WireResponse;
import io.github.openairun.wire.items.Items;
import io.github.openairun.wire.items.ResponseTools;

/**
 * Creates responses, also on conversations that hold calls without outputs.
 * <p>
 * While a run waits for tool outputs its conversation is not locked, but servers refuse
 * everything except these outputs, with 400 and a text that names a call. If no run is
 * known that waits, the call was abandoned; if configured, it gets a notice as its
 * output.
 */
class ResponseCreator {

	private static final Log logger = LogFactory.getLog(ResponseCreator.class);

	private static final Pattern REFUSAL = Pattern.compile("No tool output found for (?:function|\\w+) call ([\\w-]+)");

	/** The server names one call at a time, and the items may not show all of them. */
	private static final int MAX_REPAIRS = 3;

	private final ResponseApi responses;

	private final ConversationApi conversations;

	private final RunLinkStore links;

	private final RunLoader loader;

	private final SharedState state;

	private final ResponsesGateway.Options options;

	ResponseCreator(ResponseApi responses, ConversationApi conversations, RunLinkStore links, RunLoader loader,
			SharedState state) {
		this.responses = responses;
		this.conversations = conversations;
		this.links = links;
		this.loader = loader;
		this.state = state;
		this.options = state.options();
	}

	/**
	 * Create the first response of a run; one that was refused is created with answers to
	 * the calls that have no output.
	 * @throws BadRequestException the refusal, if it has another reason
	 * @throws ThreadBusyException if another run may still submit the outputs
	 */
	WireResponse begin(ObjectNode body, String threadId) {
		for (int refusals = 0;; refusals++) {
			try {
				return this.responses.create(body, threadId, null);
			}
			catch (BadRequestException ex) {
				mend(body, threadId, null, ex, refusals);
			}
		}
	}

	/**
	 * Return the request of a further response of a run.
	 * @param streamed whether the response is a stream
	 */
	ObjectNode continuation(ContinuationRequest request, Run run, JsonNode input, boolean streamed) {
		String name = run.assistant();
		Assistant assistant = (name != null) ? this.options.assistants().find(name) : null;
		if (assistant != null) {
			request.configure(assistant, this.options.assistants().tools(assistant), run.usage());
		}
		ObjectNode body = request.request(run.threadId(), input);
		if (request.isEchoed() && this.options.store() != null) {
			body.put("store", this.options.store());
		}
		if (body.get("tools") instanceof ArrayNode tools) {
			ResponseTools.authorize(tools, builtInTools(name));
		}
		List<String> missing = RunMetadata.authorized(body);
		missing.removeAll(ResponseTools.authorized(body));
		Assert.state(missing.isEmpty(), () -> "Run '" + LogText.of(run.id()) + "' cannot continue: "
				+ credentialsLost(missing, String.valueOf(name)));
		if (!request.isFixed("background")) {
			boolean before = Json.flag(body, "background", false);
			background(body, this.options.background(body).onContinuation(before, streamed));
		}
		return body;
	}

	/**
	 * Check before a run begins that it can continue after a call.
	 * @throws IllegalArgumentException if it has credentials that the application's
	 * configuration does not have
	 */
	void check(ObjectNode body, String assistant) {
		boolean calls = ResponseTools.mayAsk(body);
		List<String> missing = new ArrayList<>(ResponseTools.authorized(body));
		ObjectNode configured = Json.object();
		configured.set("tools", ResponseTools.write(List.of(), builtInTools(assistant)));
		missing.removeAll(ResponseTools.authorized(configured));
		Assert.isTrue(!calls || missing.isEmpty(),
				() -> "A run with tools could not continue after a call: " + credentialsLost(missing, assistant));
	}

	/**
	 * Ask for a response in the background, unless the server is known to refuse it.
	 */
	void background(ObjectNode body, boolean background) {
		if (background && !this.state.refusesBackground()) {
			body.put("background", true);
		}
		else {
			body.remove("background");
		}
	}

	private List<BuiltInTool> builtInTools(@Nullable String name) {
		Assistant assistant = (name != null) ? this.options.assistants().find(name) : null;
		return (assistant != null) ? assistant.builtInTools() : List.of();
	}

	private static String credentialsLost(List<String> labels, String assistant) {
		return "no server tells the credentials for MCP server " + labels + " again, and assistant '" + assistant
				+ "' does not have them. Set openai.run.assistants." + assistant
				+ ".mcp, or give an Assistant bean of that name the tool";
	}

	/**
	 * Change a request that was refused, so that it can be sent again.
	 * @param refusals how many refusals there were before
	 * @throws BadRequestException the refusal, if nothing can be changed about it
	 * @throws ThreadBusyException if another run may still submit the outputs
	 */
	void mend(ObjectNode body, String threadId, @Nullable String runId, BadRequestException refusal, int refusals) {
		if (runId == null && wantsInput(refusal) && !body.has("input")) {
			body.putArray("input");
			return;
		}
		if (Json.flag(body, "background", false) && isAboutBackground(refusal)
				&& this.options.background() != ResponsesGateway.Background.ON) {
			this.state.refusedBackground(refusal);
			body.remove("background");
			return;
		}
		String callId = checked(body, threadId, runId, refusal);
		if (refusals >= MAX_REPAIRS) {
			throw busy(threadId, callId, refusal);
		}
		answer(body, threadId, callId);
	}

	/**
	 * Return the call that needs an output.
	 */
	private String checked(ObjectNode body, String threadId, @Nullable String runId, BadRequestException refusal) {
		String callId = danglingCall(body, refusal);
		if (callId == null) {
			throw refusal;
		}
		String active = this.links.activeRun(threadId);
		if (active != null && !active.equals(runId) && isActive(active, threadId)) {
			throw new ThreadBusyException(threadId, active, refusal);
		}
		if (!this.options.repairDanglingCalls()) {
			throw busy(threadId, callId, refusal);
		}
		return callId;
	}

	/**
	 * Ask the server about a run that is known as active: the process that knew more may
	 * have crashed, or another one may have brought the run to its end.
	 */
	private boolean isActive(String runId, String threadId) {
		try {
			return !this.loader.load(runId, threadId).status().isTerminal();
		}
		catch (RunNotFoundException ex) {
			return false;
		}
	}

	/**
	 * Whether a server takes a response in the background on a conversation is not
	 * documented.
	 */
	private static boolean isAboutBackground(BadRequestException refusal) {
		String param = refusal.param();
		return (param != null) ? param.equals("background")
				: refusal.error().message().toLowerCase(Locale.ROOT).contains("background");
	}

	/**
	 * Whether a server does without an input, when the conversation holds messages, is
	 * not documented.
	 */
	private static boolean wantsInput(BadRequestException refusal) {
		return "input".equals(refusal.param()) && "missing_required_parameter".equals(refusal.code());
	}

	/**
	 * Return the call that a refused request lacks the output of.
	 * @return the call's id, or {@code null} if the refusal has another reason
	 */
	static @Nullable String danglingCall(ObjectNode body, BadRequestException refusal) {
		Matcher matcher = REFUSAL.matcher(refusal.error().message());
		return (matcher.find() && !isAnsweredBy(body, matcher.group(1))) ? matcher.group(1) : null;
	}

	private static boolean isAnsweredBy(ObjectNode body, String callId) {
		return Json.children(body, "input")
			.stream()
			.anyMatch((item) -> Items.isAnswer(item) && callId.equals(Items.callId(item)));
	}

	private ThreadBusyException busy(String threadId, String callId, BadRequestException refusal) {
		String reason = "call '" + LogText.of(callId)
				+ "' has no output. Resume or cancel the run that waits for it; if that run "
				+ "is lost, set openai.run.responses.repair-dangling-calls=true";
		return new ThreadBusyException(threadId, null, reason, refusal);
	}

	/**
	 * Put outputs for the calls that have none at the beginning of the request. Whether a
	 * conversation takes outputs by themselves is not documented.
	 * @param named the call that the server has named
	 */
	private void answer(ObjectNode body, String threadId, String named) {
		Map<String, ObjectNode> answers = new LinkedHashMap<>();
		answers.put(named, Items.output(named, Items.LOST_OUTPUT));
		for (JsonNode call : Items.pendingCalls(this.conversations.newestItems(threadId)).values()) {
			ObjectNode answer = Items.answer(call, Items.LOST_OUTPUT);
			if (answer != null && !Items.isApproval(call) && !isAnsweredBy(body, Items.callId(call))) {
				answers.put(Items.callId(call), answer);
			}
		}
		logger.warn("Thread " + LogText.of(threadId) + " has calls whose run is not known: "
				+ LogText.list(answers.keySet()) + ". The model receives a notice that their results are lost");
		ArrayNode input = Json.mapper().createArrayNode().addAll(answers.values());
		JsonNode asked = body.path("input");
		if (asked.isArray()) {
			asked.forEach(input::add);
		}
		else if (asked.isString()) {
			input.addObject().put("type", Items.MESSAGE).put("role", Message.USER).set("content", asked);
		}
		body.set("input", input);
	}

}
