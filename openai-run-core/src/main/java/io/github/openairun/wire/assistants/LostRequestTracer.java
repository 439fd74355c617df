package io.github.openairun.wire.assistants;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.github.openairun.ApiException;
import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.RunException;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.WireNotServedException;
import io.github.openairun.support.LogText;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RequestTrace;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.WireClient;
import io.github.openairun.wire.WireRequest;
import io.github.openairun.wire.WireResponse;

/**
 * Finds runs and messages whose create response was lost, by the nonce in their metadata.
 * <p>
 * A run that is not listed was not created so far. If the lost request is only late, it
 * either arrives before the next attempt, which then finds the thread busy and searches
 * again, or after it, and then the server rejects the late one because the thread is
 * busy. Only if the late request arrives after the run of the next attempt has ended,
 * there is a second run. On a server that keeps no metadata or lists no runs, the outcome
 * cannot be determined.
 */
final class LostRequestTracer {

	private static final Log logger = LogFactory.getLog(LostRequestTracer.class);

	private static final String RUNS = "/threads/{thread_id}/runs";

	private static final String MESSAGES = "/threads/{thread_id}/messages";

	/** The maximum of a page, because some servers do not list the newest first. */
	private static final int NEWEST_RUNS = 100;

	private static final int TAIL = 20;

	private static final int METHOD_NOT_ALLOWED = 405;

	private static final int NOT_IMPLEMENTED = 501;

	private final WireClient client;

	LostRequestTracer(WireClient client) {
		this.client = client;
	}

	RequestTrace run(RunCreation creation) {
		String threadId = creation.request().threadId();
		if (threadId == null) {
			return new RequestTrace.Unknowable(List.of());
		}
		String nonce = creation.nonce();
		boolean sent = nonce != null && !creation.request().extraBody().containsKey("metadata");
		WireResponse page = sent ? runs(threadId) : null;
		if (page == null || !page.body().path("data").isArray()) {
			return new RequestTrace.Unknowable(tail(threadId));
		}
		List<JsonNode> runs = Json.children(page.body(), "data");
		for (JsonNode run : runs) {
			if (Objects.equals(NonceMetadata.of(run), nonce)) {
				return new RequestTrace.Found(RunObjectReader.read(page, run, threadId));
			}
		}
		boolean keepsMetadata = runs.isEmpty()
				|| runs.stream().anyMatch((run) -> !Json.texts(run, "metadata").isEmpty());
		return keepsMetadata ? new RequestTrace.Absent() : new RequestTrace.Unknowable(tail(threadId));
	}

	private @Nullable WireResponse runs(String threadId) {
		try {
			return newest(RUNS, threadId, NEWEST_RUNS);
		}
		catch (WireNotServedException ex) {
			return null;
		}
		catch (ApiException ex) {
			if (ex.status() == METHOD_NOT_ALLOWED || ex.status() == NOT_IMPLEMENTED) {
				return null;
			}
			throw ex;
		}
	}

	/**
	 * Return the message with the nonce.
	 * @return the message, or {@code null} if it is not among the newest ones
	 */
	@Nullable Message message(String threadId, String nonce) {
		return newestMessages(threadId).stream()
			.filter((message) -> nonce.equals(NonceMetadata.of(message)))
			.map((message) -> MessageJson.read(message, threadId))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Return the newest messages, oldest first, or none if they cannot be read.
	 */
	List<Message> tail(String threadId) {
		try {
			List<Message> tail = new ArrayList<>();
			newestMessages(threadId).forEach((message) -> tail.add(MessageJson.read(message, threadId)));
			Collections.reverse(tail);
			return tail;
		}
		catch (RunException ex) {
			logger.debug("The messages of thread " + LogText.of(threadId) + " could not be read", ex);
			return List.of();
		}
	}

	private List<JsonNode> newestMessages(String threadId) {
		return Json.children(newest(MESSAGES, threadId, TAIL).body(), "data");
	}

	private WireResponse newest(String path, String threadId, int limit) {
		WireRequest request = WireRequest.get(path)
			.thread("thread_id", threadId)
			.notFound((error) -> new ThreadNotFoundException(threadId, error));
		return this.client.exchange(PageReader.query(request, PageQuery.newestFirst().limit(limit)));
	}

}
