package io.github.openairun.wire.responses;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.wire.Json;
import io.github.openairun.wire.items.Items;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Items are abbreviated: {@code c1} is call 1, {@code o1} its output, {@code x1} an
 * output that says that the run was cancelled, {@code m} a message of the assistant,
 * {@code u} one of the user, {@code r} reasoning, {@code p1} an approval request and
 * {@code a1} its answer. Calls 1 and 2 stand before the items.
 */
class ContinuationItemsTests {

	@ParameterizedTest
	@CsvSource({
			// not answered
			"'',REQUIRES_ACTION,false,''", "o1,REQUIRES_ACTION,false,''", "m,REQUIRES_ACTION,false,''",
			"u,REQUIRES_ACTION,false,''", "o9 o8,REQUIRES_ACTION,false,''",
			// answered, and nothing behind
			"o1 o2,IN_PROGRESS,true,''", "o2 o1 r,IN_PROGRESS,true,''", "u o1 o2,IN_PROGRESS,true,''",
			"o1 o2 u,IN_PROGRESS,true,''",
			// answered, with a reply
			"o1 o2 m,COMPLETED,true,''", "o1 o2 r m m,COMPLETED,true,''", "u o1 u o2 m,COMPLETED,true,''",
			"m o1 o2 m,COMPLETED,true,''",
			// the next runs
			"o1 o2 m u,COMPLETED,true,''", "o1 o2 m u c3,COMPLETED,true,''", "o1 o2 m u c3 o3 m,COMPLETED,true,''",
			// further rounds
			"o1 o2 c3,REQUIRES_ACTION,true,3", "o1 o2 r m c3 c4,REQUIRES_ACTION,true,3 4",
			"o1 o2 c3 c4 o4,REQUIRES_ACTION,true,3", "o1 o2 c3 o3,IN_PROGRESS,true,''",
			"o1 o2 m c3 o3,IN_PROGRESS,true,''", "o1 o2 c3 o3 m,COMPLETED,true,''",
			"o1 o2 c3 o3 c4 u,REQUIRES_ACTION,true,4", "o1 o2 p3,REQUIRES_ACTION,true,3",
			"o1 o2 p3 a3 m,COMPLETED,true,''",
			// cancelled while it waited
			"x1 x2,CANCELLED,true,''", "x1 x2 u m,CANCELLED,true,''", "o1 o2 c3 x3,CANCELLED,true,''",
			"x1 x2 u c3,CANCELLED,true,''", "x1 x2 m,COMPLETED,true,''" })
	void concludesHowTheRunWentOn(String items, String status, boolean answered, String pending) {
		ContinuationItems tail = ContinuationItems.read(List.of("1", "2"), items(items));
		assertThat(tail.status().name()).isEqualTo(status);
		assertThat(tail.isAnswered()).isEqualTo(answered);
		assertThat(String.join(" ", tail.pending().keySet())).isEqualTo(pending);
	}

	@Test
	void dividesItemsByTheOutputsThatBeganTheirResponse() {
		List<JsonNode> items = items("m o1 o2 m c3 o3 r m u m");
		assertThat(ContinuationItems.read(List.of("1", "2"), items).rounds()).containsExactly(items.subList(3, 5),
				items.subList(6, 8));
	}

	private static List<JsonNode> items(String abbreviations) {
		List<JsonNode> items = new ArrayList<>();
		Arrays.stream(abbreviations.split(" "))
			.filter((text) -> !text.isEmpty())
			.map(ContinuationItemsTests::item)
			.forEach(items::add);
		return items;
	}

	private static ObjectNode item(String abbreviation) {
		String id = abbreviation.substring(1);
		return switch (abbreviation.charAt(0)) {
			case 'c' -> ResponseJson.callItem(id);
			case 'o' -> ResponseJson.outputItem(id, "done");
			case 'x' -> ResponseJson.outputItem(id, Items.CANCELLED_OUTPUT);
			case 'm' -> ResponseJson.messageItem("msg", "assistant", "Shipped.");
			case 'u' -> ResponseJson.messageItem("msg", "user", "Thanks!");
			case 'p' -> Json.object().put("type", "mcp_approval_request").put("id", id);
			case 'a' ->
				Json.object().put("type", "mcp_approval_response").put("id", "x").put("approval_request_id", id);
			default -> Json.object().put("type", "reasoning");
		};
	}

}
