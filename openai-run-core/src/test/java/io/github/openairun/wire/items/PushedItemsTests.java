package io.github.openairun.wire.items;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.wire.Json;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PushedItems}. An item is written as its type, its id and the id of its
 * call.
 */
class PushedItemsTests {

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			# pushed                                ; final event            ; joined
			message/m1/ call/f1/c1                  ; message/m1/            ; message/m1/ call/f1/c1
			call/f1/c1 message/m1/                  ; message/m2/            ; call/f1/c1 message/m2/
			call/f1/c1 call/f2/c2                   ; call/f2/c2             ; call/f1/c1 call/f2/c2
			call/f1/c1 call/f2/c2                   ; call/f1/c1             ; call/f1/c1 call/f2/c2
			call/f1/c1 call/f2/c2 message/m1/       ; message/m1/            ; call/f1/c1 call/f2/c2 message/m1/
			call/f1/c1 call/f1/c1                   ; message/m1/            ; call/f1/c1 message/m1/
			call/f1/c1 call/f2/c2                   ; call/x1/y1 call/x2/y2  ; call/x1/y1 call/x2/y2
			message/m1/                             ; message/m1/ call/f1/c1 ; message/m1/ call/f1/c1
			call/f2/c2                              ; call/f1/c1 call/f2/c2  ; call/f1/c1 call/f2/c2
			message// call//c1                      ; message//              ; message// call//c1
			""")
	void theFinalEventHasTheSayAndNothingIsLost(String pushed, String last, String joined) {
		assertThat(PushedItems.join(items(pushed), items(last))).isEqualTo(items(joined));
	}

	private static List<JsonNode> items(String text) {
		return Stream.of(text.split(" ")).map(PushedItemsTests::item).toList();
	}

	private static JsonNode item(String text) {
		String[] parts = text.split("/", -1);
		ObjectNode item = Json.object().put("type", parts[0].equals("call") ? Items.FUNCTION_CALL : parts[0]);
		if (!parts[1].isEmpty()) {
			item.put("id", parts[1]);
		}
		return parts[2].isEmpty() ? item : item.put("call_id", parts[2]);
	}

}
