package io.github.openairun.wire.responses;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import io.github.openairun.Citation;
import io.github.openairun.ContentPart;
import io.github.openairun.Message;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.items.MessageItems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class MessageContentTests {

	@ParameterizedTest
	@MethodSource
	void writesContent(Message message, String content) {
		JsonNode item = MessageItems.write(message);
		assertThat(item.get("type").stringValue()).isEqualTo("message");
		assertThat(item.get("role").stringValue()).isEqualTo(message.role());
		assertThat(item.get("content")).isEqualTo(Json.parse(content, "content"));
	}

	static Stream<Arguments> writesContent() {
		return Stream.of(arguments(Message.user("Hello"), "\"Hello\""),
				arguments(Message.user(ContentPart.text("a"), ContentPart.text("b")),
						"[{\"type\":\"input_text\",\"text\":\"a\"},{\"type\":\"input_text\",\"text\":\"b\"}]"),
				arguments(
						Message.user(ContentPart.text("What is this?"),
								new ContentPart.ImageUrl("https://example.com/a.png", "low")),
						"[{\"type\":\"input_text\",\"text\":\"What is this?\"},{\"type\":\"input_image\","
								+ "\"image_url\":\"https://example.com/a.png\",\"detail\":\"low\"}]"),
				arguments(Message.user(ContentPart.imageUrl("data:image/png;base64,AA==")),
						"[{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,AA==\",\"detail\":\"auto\"}]"),
				arguments(Message.user(ContentPart.imageFile("file-1")),
						"[{\"type\":\"input_image\",\"file_id\":\"file-1\",\"detail\":\"auto\"}]"),
				arguments(Message.user(ContentPart.file("file-1")),
						"[{\"type\":\"input_file\",\"file_id\":\"file-1\"}]"),
				arguments(Message.user(new ContentPart.Other("input_audio", "{\"type\":\"input_audio\",\"x\":1}")),
						"[{\"type\":\"input_audio\",\"x\":1}]"),
				arguments(Message.assistant("Hi!"), "\"Hi!\""),
				arguments(assistant(ContentPart.text("a"), ContentPart.text("b")), "\"ab\""),
				arguments(assistant(ContentPart.text("a"), new ContentPart.Refusal("No.")),
						"[{\"type\":\"output_text\",\"text\":\"a\"},{\"type\":\"refusal\",\"refusal\":\"No.\"}]"));
	}

	private static Message assistant(ContentPart... parts) {
		return Message.builder(Message.ASSISTANT).content(List.of(parts)).build();
	}

	@ParameterizedTest
	@MethodSource
	void readsContent(String part, ContentPart expected) {
		assertThat(read("{\"id\":\"msg_1\",\"role\":\"user\",\"content\":[" + part + "]}").content())
			.containsExactly(expected);
	}

	static Stream<Arguments> readsContent() {
		return Stream.of(arguments("{\"type\":\"output_text\",\"text\":\"Hi!\"}", ContentPart.text("Hi!")),
				arguments("{\"type\":\"input_text\",\"text\":\"Hello\"}", ContentPart.text("Hello")),
				arguments("{\"type\":\"text\",\"text\":\"Hello\"}", ContentPart.text("Hello")),
				arguments("{\"type\":\"output_text\",\"annotations\":null}", ContentPart.text("")),
				arguments("{\"type\":\"refusal\",\"refusal\":\"No.\"}", new ContentPart.Refusal("No.")),
				arguments("{\"type\":\"input_image\",\"image_url\":\"https://example.com/a.png\",\"detail\":\"high\"}",
						new ContentPart.ImageUrl("https://example.com/a.png", "high")),
				arguments("{\"type\":\"input_image\",\"image_url\":null,\"file_id\":\"file-1\"}",
						new ContentPart.ImageFile("file-1", null)),
				arguments("{\"type\":\"input_image\"}",
						new ContentPart.Other("input_image", "{\"type\":\"input_image\"}")),
				arguments("{\"type\":\"input_file\",\"file_id\":\"file-1\"}", new ContentPart.File("file-1")),
				arguments("{\"type\":\"input_file\",\"filename\":\"a.pdf\"}",
						new ContentPart.Other("input_file", "{\"type\":\"input_file\",\"filename\":\"a.pdf\"}")),
				arguments("{\"type\":\"hologram\",\"x\":1}",
						new ContentPart.Other("hologram", "{\"type\":\"hologram\",\"x\":1}")),
				arguments("{}", new ContentPart.Other("", "{}")));
	}

	@ParameterizedTest
	@MethodSource
	void readsCitations(String annotation, Citation expected) {
		Message message = read(
				"{\"content\":[{\"type\":\"output_text\",\"text\":\"x\",\"annotations\":[" + annotation + "]}]}");
		assertThat(((ContentPart.Text) message.content().get(0)).citations()).containsExactly(expected);
	}

	static Stream<Arguments> readsCitations() {
		return Stream.of(
				arguments(
						"{\"type\":\"url_citation\",\"url\":\"https://example.com\",\"title\":\"Example\","
								+ "\"start_index\":3,\"end_index\":9}",
						Citation.builder("url_citation")
							.url("https://example.com")
							.title("Example")
							.startIndex(3)
							.endIndex(9)
							.build()),
				arguments("{\"type\":\"file_citation\",\"file_id\":\"file-1\",\"filename\":\"a.pdf\",\"index\":7}",
						Citation.builder("file_citation").fileId("file-1").filename("a.pdf").startIndex(7).build()),
				arguments(
						"{\"type\":\"container_file_citation\",\"container_id\":\"c\",\"file_id\":\"file-1\","
								+ "\"filename\":\"a.csv\",\"start_index\":0,\"end_index\":5}",
						Citation.builder("container_file_citation")
							.containerId("c")
							.fileId("file-1")
							.filename("a.csv")
							.startIndex(0)
							.endIndex(5)
							.build()),
				arguments("{\"type\":\"file_path\",\"file_id\":\"file-1\",\"index\":2}",
						Citation.builder("file_path").fileId("file-1").startIndex(2).build()),
				arguments("{\"type\":\"star_citation\",\"star\":1}",
						Citation.builder("star_citation").json("{\"type\":\"star_citation\",\"star\":1}").build()));
	}

	@Test
	void readsContentThatIsAString() {
		assertThat(read("{\"role\":\"user\",\"content\":\"Hello\"}").text()).isEqualTo("Hello");
	}

	@Test
	void takesAMessageWithoutARoleForTheAssistants() {
		assertThat(read("{}")).isEqualTo(Message.builder("assistant").threadId("conv_1").runId("resp_1").build());
	}

	private static Message read(String json) {
		return MessageItems.read(Json.parse(json, "item"), "conv_1", "resp_1");
	}

}
