package io.github.openairun.wire.responses;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.github.openairun.Message;
import io.github.openairun.Run;
import io.github.openairun.ToolCall;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RunLinkStore;
import io.github.openairun.wire.RunLinkStore.Link;
import io.github.openairun.wire.RunLinkStore.ResponsePhase;
import io.github.openairun.wire.WireResponse;
import io.github.openairun.wire.items.MessageItems;

/**
 * Reads all responses of a run.
 */
class ResponseChainReader {

	/** The most responses that are read of one run. */
	static final int MAX_RESPONSES = 1000;

	private final ResponseApi responses;

	private final ConversationApi conversations;

	private final RunLinkStore links;

	private final BooleanSupplier inTime;

	/**
	 * Create a reader.
	 * @param inTime whether there is time to retrieve a further response
	 */
	ResponseChainReader(ResponseApi responses, ConversationApi conversations, RunLinkStore links,
			BooleanSupplier inTime) {
		this.responses = responses;
		this.conversations = conversations;
		this.links = links;
		this.inTime = inTime;
	}

	/**
	 * Return the rounds of a run, oldest first: one request for each response, and one
	 * more if there may be responses without a link. Of a run that was taken up without
	 * its links, rounds between the first and the newest response may be missing.
	 */
	List<Round> rounds(Run run) {
		Link link = this.links.find(run.threadId(), run.id());
		String newest = (link != null) ? link.responseId() : RunPosition.responseId(run);
		WireResponse last = this.responses.ended((newest != null) ? newest : run.id(), run);
		List<Round> rounds = linked(run, last);
		if (run.reconstructed() || link == null || link.phase() == ResponsePhase.UNCERTAIN) {
			rounds.addAll(unlinked(ResponseRunReader.read(last, RunIdentity.of(run))));
		}
		return rounds;
	}

	/**
	 * Return the messages that a run has written, oldest first.
	 */
	List<Message> messages(Run run) {
		return rounds(run).stream()
			.flatMap((round) -> MessageItems.read(round.output(), run.threadId(), run.id()).stream())
			.toList();
	}

	private List<Round> linked(Run run, WireResponse last) {
		List<Round> rounds = new ArrayList<>();
		Set<String> seen = new HashSet<>();
		WireResponse response = last;
		seen.add(response.id(ResponsesGateway.PREFIX));
		rounds.add(Round.of(response));
		while (!response.id(ResponsesGateway.PREFIX).equals(run.id())) {
			String previous = previous(response, run);
			if (!seen.add(previous) || seen.size() > MAX_RESPONSES || !this.inTime.getAsBoolean()) {
				throw response.endless("previous responses", rounds.size(), MAX_RESPONSES);
			}
			response = this.responses.ended(previous, run);
			rounds.add(Round.of(response));
		}
		Collections.reverse(rounds);
		return rounds;
	}

	private static String previous(WireResponse response, Run run) {
		JsonNode metadata = Json.child(response.body(), "metadata");
		return (metadata != null && Json.text(metadata, RunMetadata.PREVIOUS) != null)
				? response.id(metadata, RunMetadata.PREVIOUS, ResponsesGateway.PREFIX) : run.id();
	}

	private List<Round> unlinked(Run asking) {
		List<String> calls = asking.toolCalls().stream().map(ToolCall::id).toList();
		List<JsonNode> items = calls.isEmpty() ? null
				: this.conversations.itemsBehind(asking.threadId(), asking.toolCalls());
		return (items == null) ? List.of()
				: ContinuationItems.read(calls, items)
					.rounds()
					.stream()
					.filter((round) -> !round.isEmpty())
					.map(Round::of)
					.toList();
	}

	/**
	 * What one response has put out.
	 *
	 * @param response the response, or {@code null} if only its items are known
	 * @param output the items
	 */
	record Round(@Nullable JsonNode response, List<JsonNode> output) {

		static Round of(WireResponse response) {
			return new Round(response.body(), Json.children(response.body(), "output"));
		}

		static Round of(List<JsonNode> items) {
			return new Round(null, items);
		}

	}

}
