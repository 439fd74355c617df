package io.github.openairun.wire.responses;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.openairun.RunException;
import io.github.openairun.support.LogText;
import io.github.openairun.wire.Ids;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.Metadata;
import io.github.openairun.wire.RunLinkStore;

/**
 * A {@link RunLinkStore} in the metadata of the conversations themselves, where every
 * instance of an application finds it. It holds the newest few runs of each conversation.
 * <p>
 * Metadata is read, changed and written as a whole, so of two changes at once one may be
 * lost; and a server may refuse the change. Both only mean that something is forgotten. A
 * run whose process crashed stays known as active until another run begins on the
 * conversation, or one is refused because of a call: then the server is asked.
 */
class ConversationRunLinkStore implements RunLinkStore {

	private static final Log logger = LogFactory.getLog(ConversationRunLinkStore.class);

	private static final String KEY = RunMetadata.PREFIX + "links";

	private final ConversationApi conversations;

	ConversationRunLinkStore(ConversationApi conversations) {
		this.conversations = conversations;
	}

	@Override
	public @Nullable Link find(String threadId, String runId) {
		return links(metadata(threadId)).get(runId);
	}

	@Override
	public boolean advance(String threadId, String runId, @Nullable String expected, Link link) {
		Map<String, String> metadata = metadata(threadId);
		if (metadata == null) {
			return false;
		}
		Map<String, Link> links = links(metadata);
		Link old = links.remove(runId);
		if (!Objects.equals((old != null) ? old.responseId() : null, expected)) {
			return false;
		}
		boolean worthless = link.responseId().equals(runId)
				&& (link.phase() == ResponsePhase.ENDED || link.phase() == ResponsePhase.UNCERTAIN);
		if (worthless && old == null) {
			return true;
		}
		Map<String, Link> changed = new LinkedHashMap<>();
		if (!worthless) {
			changed.put(runId, link);
		}
		changed.putAll((link.phase() == ResponsePhase.ACTIVE) ? past(links) : links);
		return write(threadId, metadata, changed);
	}

	/**
	 * Return the links of runs that cannot be active any more, because another one is: a
	 * process that was to say so may have crashed.
	 */
	private static Map<String, Link> past(Map<String, Link> links) {
		Map<String, Link> past = new LinkedHashMap<>();
		links.forEach((runId, link) -> {
			if (link.phase() != ResponsePhase.ACTIVE) {
				past.put(runId, link);
			}
			else if (!link.responseId().equals(runId)) {
				past.put(runId, new Link(link.responseId(), ResponsePhase.UNCERTAIN));
			}
		});
		return past;
	}

	private boolean write(String threadId, Map<String, String> metadata, Map<String, Link> links) {
		Map<String, String> changed = new LinkedHashMap<>(metadata);
		changed.put(KEY, format(links));
		if (changed.equals(metadata)) {
			return true;
		}
		try {
			this.conversations.update(threadId, changed);
			return true;
		}
		catch (RunException ex) {
			logger.warn("The runs of thread " + LogText.of(threadId) + " could not be stored: " + ex.getMessage());
			return false;
		}
	}

	@Override
	public @Nullable String activeRun(String threadId) {
		return links(metadata(threadId)).entrySet()
			.stream()
			.filter((entry) -> entry.getValue().phase() == ResponsePhase.ACTIVE)
			.map(Map.Entry::getKey)
			.findFirst()
			.orElse(null);
	}

	private @Nullable Map<String, String> metadata(String threadId) {
		try {
			return Json.texts(this.conversations.get(threadId).body(), "metadata");
		}
		catch (RunException ex) {
			logger.debug("The runs of thread " + LogText.of(threadId) + " could not be looked up", ex);
			return null;
		}
	}

	/**
	 * Read entries such as {@code resp_1,ACTIVE,resp_2}, separated by spaces, the newest
	 * first.
	 */
	private static Map<String, Link> links(@Nullable Map<String, String> metadata) {
		Map<String, Link> links = new LinkedHashMap<>();
		String text = (metadata != null) ? metadata.getOrDefault(KEY, "") : "";
		for (String entry : text.split(" ")) {
			String[] fields = entry.split(",");
			ResponsePhase phase = (fields.length == 3) ? phase(fields[1]) : null;
			if (phase != null && Ids.isOfKind(fields[2], ResponsesGateway.PREFIX)) {
				links.put(fields[0], new Link(fields[2], phase));
			}
		}
		return links;
	}

	private static @Nullable ResponsePhase phase(String name) {
		for (ResponsePhase phase : ResponsePhase.values()) {
			if (phase.name().equals(name)) {
				return phase;
			}
		}
		return null;
	}

	/**
	 * Write as many entries as a value may hold; runs that have ended give way first.
	 */
	private static String format(Map<String, Link> links) {
		List<Map.Entry<String, Link>> entries = new ArrayList<>(links.entrySet());
		while (true) {
			String text = entries.stream()
				.map((entry) -> entry.getKey() + "," + entry.getValue().phase() + "," + entry.getValue().responseId())
				.collect(Collectors.joining(" "));
			if (text.length() <= Metadata.MAX_VALUE) {
				return text;
			}
			entries.remove(oldest(entries));
		}
	}

	private static int oldest(List<Map.Entry<String, Link>> entries) {
		for (int i = entries.size() - 1; i > 0; i--) {
			ResponsePhase phase = entries.get(i).getValue().phase();
			if (phase != ResponsePhase.ACTIVE && phase != ResponsePhase.UNCERTAIN) {
				return i;
			}
		}
		return entries.size() - 1;
	}

}
