package io.github.openairun.wire.stateless;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ApiError;
import io.github.openairun.ApiException;
import io.github.openairun.Assistant;
import io.github.openairun.BadRequestException;
import io.github.openairun.BuiltInTool;
import io.github.openairun.RunException;
import io.github.openairun.thread.StoredItem;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.Metadata;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.WireRequest;
import io.github.openairun.wire.items.ResponseRequestWriter;
import io.github.openairun.wire.items.ResponseTools;

/**
 * Writes the requests that generate responses: each has all items of the thread that the
 * window chooses, and no reference to anything that a server keeps.
 */
final class ResponseGenerator {

	private static final Log logger = LogFactory.getLog(ResponseGenerator.class);

	private static final String INCLUDE = "include";

	private static final String REASONING = "reasoning";

	private static final String ENCRYPTED = "reasoning.encrypted_content";

	private final StatelessGateway.Options options;

	private final RunKeeper keeper;

	private final Refusals refusals = new Refusals(new AtomicBoolean(), new AtomicBoolean(), new AtomicBoolean());

	ResponseGenerator(StatelessGateway.Options options, RunKeeper keeper) {
		this.options = options;
		this.keeper = keeper;
	}

	/**
	 * Return the application's own request without its input.
	 * @throws IllegalArgumentException if the Responses API has no such run
	 */
	ObjectNode request(RunCreation creation) {
		Metadata.check(creation.metadata(), Metadata.MAX_PAIRS);
		ObjectNode request = ResponseRequestWriter.writeWithoutInput(creation);
		if (!creation.metadata().isEmpty()) {
			request.set("metadata", Json.tree(creation.metadata()));
		}
		if (this.options.store() != null) {
			request.put("store", this.options.store());
		}
		creation.request().extraBody().forEach((name, value) -> request.set(name, Json.tree(value)));
		if (!Json.flag(request, "store", true) && !request.has(INCLUDE)) {
			request.putArray(INCLUDE).add(ENCRYPTED);
		}
		checkCredentials(request, creation.request().assistant());
		return request;
	}

	private void checkCredentials(ObjectNode request, String assistant) {
		boolean calls = ResponseTools.mayAsk(request);
		ObjectNode configured = Json.object();
		configured.set("tools", ResponseTools.write(List.of(), builtInTools(assistant)));
		List<String> missing = new ArrayList<>(ResponseTools.authorized(request));
		missing.removeAll(ResponseTools.authorized(configured));
		Assert.isTrue(!calls || missing.isEmpty(),
				() -> "A run with tools could not continue after a call: the credentials for MCP server " + missing
						+ " are not stored with a run, and assistant '" + assistant
						+ "' does not have them. Set openai.run.assistants." + assistant
						+ ".mcp, or give an Assistant bean of that name the tool");
	}

	private List<BuiltInTool> builtInTools(String name) {
		Assistant assistant = this.options.assistants().find(name);
		return (assistant != null) ? assistant.builtInTools() : List.of();
	}

	/**
	 * Return the request that generates the response of a turn. To generate has no effect
	 * in the world, so the request may be repeated.
	 * @param mended what was changed for the same turn because of refusals
	 */
	WireRequest generation(RunRecord record, Set<String> mended) {
		ObjectNode body = record.request();
		if (body.get("tools") instanceof ArrayNode tools) {
			ResponseTools.authorize(tools, builtInTools(record.assistant()));
		}
		if (this.refusals.encrypted().get()) {
			withoutEncrypted(body);
		}
		List<StoredItem> items = this.keeper.store()
			.items(record.threadId())
			.stream()
			.filter((item) -> item.input() != null && !(mended.contains(REASONING) && item.type().equals(REASONING)))
			.toList();
		body.set("input", ThreadItems.input(this.options.window().select(items), this.refusals.parts().get()));
		return WireRequest.post(this.options.path())
			.aboutThread(record.threadId())
			.aboutRun(record.id())
			.body(body)
			.repeatable();
	}

	/**
	 * Return the request that has the response of a turn pushed, unless the server
	 * refuses streams.
	 * @param mended what was changed for the same turn because of refusals
	 */
	WireRequest streamed(RunRecord record, Set<String> mended) {
		WireRequest request = generation(record, mended);
		return this.refusals.streams().get() ? request : request.streamed();
	}

	private static void withoutEncrypted(ObjectNode body) {
		if (body.get(INCLUDE) instanceof ArrayNode include) {
			include.removeIf((value) -> ENCRYPTED.equals(value.asString("")));
			if (include.isEmpty()) {
				body.remove(INCLUDE);
			}
		}
	}

	/**
	 * Decide about a refusal. Runs of other threads may have met the same refusal before,
	 * or meet it at the same time.
	 * @param mended what was changed for the same turn before; is added to
	 * @return whether the same turn may be sent again, because its request is changed
	 * @throws RunException what the turn ends in, if it is not the refusal itself
	 */
	boolean mends(RunException failure, Set<String> mended) {
		if (!(failure instanceof ApiException refusal)) {
			return false;
		}
		String param = refusal.param();
		boolean bad = refusal instanceof BadRequestException;
		if (bad && "stream".equals(param) && mended.add("stream")) {
			if (this.refusals.streams().compareAndSet(false, true)) {
				logger.warn("The server does not stream, so a run gets its text in one piece; "
						+ "openai.run.streaming=off asks for no streams: " + refusal.error().message());
			}
			return true;
		}
		if (bad && param != null && param.startsWith(INCLUDE) && mended.add(INCLUDE)) {
			if (this.refusals.encrypted().compareAndSet(false, true)) {
				logger.warn("The server does not include encrypted reasoning, so models do not receive their own "
						+ "reasoning again: " + refusal.error().message());
			}
			return true;
		}
		if (refusal instanceof BadRequestException && refusal.error().message().contains("output_text")
				&& mended.add("output_text")) {
			this.refusals.parts().set(true);
			logger.debug("The server refuses the parts of the assistant's messages, so it gets their text", refusal);
			return true;
		}
		if (bad && isForeign(refusal.error()) && mended.add(REASONING)) {
			logger.debug("The server cannot read the reasoning that another server, account or model has written",
					refusal);
			return true;
		}
		BadRequestException explained = tooLong(refusal);
		if (explained != null) {
			throw explained;
		}
		return false;
	}

	/**
	 * Return whether encrypted reasoning of another server, account or model is refused.
	 */
	private static boolean isForeign(ApiError error) {
		return "invalid_encrypted_content".equals(error.code())
				|| error.message().toLowerCase(Locale.ROOT).contains("encrypted content");
	}

	private static @Nullable BadRequestException tooLong(ApiException refusal) {
		ApiError error = refusal.error();
		boolean refused = error.status() == 400 || error.status() == 413 || error.status() == 422;
		if (!refused || !ContextLength.isExceeded(error.code(), error.message())) {
			return null;
		}
		String message = ContextLength.explain(error.message());
		BadRequestException explained = new BadRequestException(new ApiError(error.status(), error.endpoint(), message,
				error.type(), error.code(), error.param(), error.requestId(), error.retryAfter()));
		explained.addSuppressed(refusal);
		return explained;
	}

	/**
	 * What the server is known to refuse.
	 *
	 * @param streams whether it refuses streams
	 * @param encrypted whether it refuses to include encrypted reasoning
	 * @param parts whether it refuses the parts of the assistant's messages
	 */
	private record Refusals(AtomicBoolean streams, AtomicBoolean encrypted, AtomicBoolean parts) {
	}

}
