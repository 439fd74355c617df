package io.github.openairun.autoconfigure;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

import io.github.openairun.Citation;
import io.github.openairun.ContentPart;
import io.github.openairun.Message;
import io.github.openairun.Run;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.RunStep;
import io.github.openairun.RunUsage;
import io.github.openairun.ToolCall;
import io.github.openairun.Transcript;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the JSON that controllers return.
 */
class RunJsonModuleTests {

	private static final Instant TIME = Instant.parse("2026-01-01T12:00:00Z");

	private static final Run RUN = Run.builder("run_1", "thread_1")
		.status(RunStatus.REQUIRES_ACTION)
		.createdAt(TIME)
		.instructions("secret instructions")
		.continuation("secret state")
		.toolCalls(List.of(new ToolCall("call_1", "find", "{}")))
		.usage(new RunUsage(1, 2, 3))
		.build();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, OpenAiRunAutoConfiguration.class))
		.withPropertyValues("openai.api-key=none");

	@Test
	void messagesHaveTheirTextPartsAndCitations() {
		Message message = Message.builder(Message.ASSISTANT)
			.id("msg_1")
			.createdAt(TIME)
			.content(List.of(
					new ContentPart.Text("Hi", List.of(Citation.builder("url_citation").url("https://a.b").build())),
					new ContentPart.File("file_1")))
			.build();
		assertJson(message, """
				{"id":"msg_1","threadId":null,"runId":null,"role":"assistant","text":"Hi","content":[
				{"type":"text","text":"Hi","citations":[{"type":"url_citation","fileId":null,"containerId":null,
				"filename":null,"url":"https://a.b","title":null,"quote":null,"startIndex":null,"endIndex":null,
				"json":null}]},{"type":"file","fileId":"file_1"}],
				"createdAt":"2026-01-01T12:00:00Z","metadata":{}}""");
	}

	@Test
	void everyPartOfAMessageNamesItsType() {
		this.runner.run((context) -> {
			JsonMapper mapper = context.getBean(JsonMapper.class);
			assertThat(Stream
				.of(ContentPart.text("a"), ContentPart.imageUrl("https://a.b"), ContentPart.file("file_1"),
						new ContentPart.Refusal("no"), new ContentPart.ImageFile("file_2", null),
						new ContentPart.Other("audio", "{}"))
				.map((part) -> mapper.valueToTree(Message.user(part)).at("/content/0/type").asString()))
				.containsExactly("text", "image_url", "file", "refusal", "image_file", "audio");
		});
	}

	@Test
	void stepsHaveTheirCalls() {
		RunStep step = RunStep.builder("step_1", "run_1", "thread_1")
			.type(RunStep.TOOL_CALLS)
			.toolCalls(List.of(RunStep.Call.builder("call_1", "function").name("find").output("17").build()))
			.build();
		this.runner.run((context) -> {
			JsonMapper mapper = context.getBean(JsonMapper.class);
			assertThat(mapper.valueToTree(step).at("/toolCalls/0/output").asString()).isEqualTo("17");
			assertThat(mapper
				.valueToTree(new Transcript(List.of(new Transcript.Called(step.toolCalls().get(0), null, false)), true))
				.at("/entries/0/call/name")
				.asString()).isEqualTo("find");
		});
	}

	@Test
	void runsAreWrittenWithoutWhatIsNotForBrowsers() {
		this.runner.run((context) -> {
			String json = context.getBean(JsonMapper.class).writeValueAsString(new RunResult(RUN, List.of()));
			assertThat(json).contains("\"status\":\"requires_action\"", "\"name\":\"find\"", "\"totalTokens\":3")
				.doesNotContain("secret");
		});
	}

	@Test
	void theSettingsOfTheApplicationApply() {
		this.runner
			.withPropertyValues("spring.jackson.property-naming-strategy=SNAKE_CASE",
					"spring.jackson.default-property-inclusion=non-null")
			.run((context) -> assertThat(context.getBean(JsonMapper.class).writeValueAsString(RUN))
				.contains("\"thread_id\":\"thread_1\"", "\"created_at\":\"2026-01-01T12:00:00Z\"")
				.doesNotContain("null"));
	}

	@Test
	void aModuleOfTheApplicationTakesItsPlace() {
		this.runner.withBean("openAiRunJacksonModule", JacksonModule.class, () -> new SimpleModule("own"))
			.run((context) -> assertThat(context).getBeans(JacksonModule.class)
				.values()
				.noneMatch(RunJsonModule.class::isInstance));
	}

	@Test
	void metadataIsAMap() {
		Message message = Message.user("Hi").withMetadata(Map.of("a", "b"));
		this.runner.run((context) -> assertThat(
				context.getBean(JsonMapper.class).valueToTree(message).at("/metadata/a").asString())
			.isEqualTo("b"));
	}

	private void assertJson(Object value, String expected) {
		this.runner.run((context) -> {
			JsonMapper mapper = context.getBean(JsonMapper.class);
			assertThat((Object) mapper.valueToTree(value)).isEqualTo(mapper.readTree(expected));
		});
	}

}
