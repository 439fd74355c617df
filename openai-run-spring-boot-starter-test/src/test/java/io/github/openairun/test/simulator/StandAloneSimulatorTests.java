package io.github.openairun.test.simulator;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import io.github.openairun.ToolDefinition;

import static org.assertj.core.api.Assertions.assertThat;

class StandAloneSimulatorTests {

	private static final String STRING = "{\"type\":\"string\"}";

	private static final String NUMBER = "{\"type\":\"object\",\"properties\":{\"number\":{\"type\":\"string\","
			+ "\"description\":\"Order number, digits only\"}},\"required\":[\"number\"]}";

	private static final String ITEM = "{\"type\":\"object\",\"properties\":{\"item\":{\"$ref\":\"#/$defs/Item\"}},"
			+ "\"required\":[\"item\"],\"$defs\":{\"Item\":{\"type\":\"object\",\"properties\":{\"article\":" + STRING
			+ ",\"quantity\":{\"type\":\"integer\"}},\"required\":[\"article\",\"quantity\"]}}}";

	private static final List<ToolDefinition> SHOP = List.of(
			new ToolDefinition("estimateArrival", "Tells on which day a parcel arrives", NUMBER, true),
			new ToolDefinition("findOrder", "Finds an order by its number", NUMBER, true),
			new ToolDefinition("quoteRefund", "Quotes what a customer gets back", ITEM, true));

	private final OpenAiSimulator simulator = StandAloneSimulator.start(0);

	private final OpenAIClient client = OpenAIOkHttpClient.builder()
		.baseUrl(this.simulator.baseUrl())
		.apiKey("any")
		.maxRetries(0)
		.build();

	@AfterEach
	void close() {
		this.client.close();
		this.simulator.close();
	}

	@Test
	void programImitatesTheServerOfItsProfile() throws Exception {
		try (OpenAiSimulator simulator = StandAloneSimulator.start("0", "--profile=llama-cpp")) {
			HttpRequest request = HttpRequest.newBuilder(URI.create(simulator.baseUrl() + "/conversations")).build();
			assertThat(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body())
				.contains("File Not Found");
		}
	}

	@Test
	void callsAnOfferedToolThatTheMessageHasTheArgumentsOf() {
		Response response = this.client.responses().create(params().build());
		assertThat(response.output()).singleElement()
			.satisfies((item) -> assertThat(item.asFunctionCall().name()).isEqualTo("get_weather"))
			.satisfies((item) -> assertThat(item.asFunctionCall().arguments()).isEqualTo("{\"city\":\"Oslo\"}"));
	}

	@Test
	void streams() {
		try (StreamResponse<ResponseStreamEvent> stream = this.client.responses()
			.createStreaming(ResponseCreateParams.builder().model("any").input("Hello there").build())) {
			List<String> deltas = stream.stream()
				.flatMap((event) -> event.outputTextDelta().stream())
				.map((event) -> event.delta())
				.toList();
			assertThat(deltas).hasSizeGreaterThan(3).first().isEqualTo("You ");
		}
	}

	@Test
	void servesAssistantsToPlainHttpAndRepliesWithTheOutput() throws Exception {
		String tool = "{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":"
				+ "{\"type\":\"object\",\"properties\":{\"city\":" + STRING + "},\"required\":[\"city\"]}}}";
		JsonNode run = post("/threads/runs", "{\"assistant_id\":\"asst_simulator\",\"thread\":{\"messages\":"
				+ "[{\"role\":\"user\",\"content\":\"weather in Oslo\"}]},\"stream\":false,\"tools\":[" + tool + "]}");
		String path = "/threads/" + run.path("thread_id").asString() + "/runs/" + run.path("id").asString();
		String events = send(path + "/submit_tool_outputs", waitingCall(path));
		assertThat(events).contains("event: thread.message.delta", "weather ", "says: ", "Rain", "event: done");
	}

	@Test
	void idsDifferFromThoseOfTheSimulatorBefore() throws Exception {
		String id = post("/threads", "{}").path("id").asString();
		Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMillis(1));
		ServerClient next = new ServerClient(OpenAiSimulator.builder().clock(later).uniqueIds(true));
		assertThat(next.post("/threads", "{}").path("id").asString()).isGreaterThan(id);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "weather in Oslo | city:string | {\"city\":\"Oslo\"}",
			"What is the weather in New York today? | city:string | {\"city\":\"New York\"}",
			"weather in oslo | city:string | {\"city\":\"oslo\"}",
			"weather for order 17 | order:string | {\"order\":\"17\"}",
			"weather of the next 3 days in Rome | days:integer,city:string | {\"days\":3,\"city\":\"Rome\"}",
			"weather on 2026-11-20 in \"Bad Ems\" | day:date,city:string | {\"day\":\"2026-11-20\",\"city\":\"Bad Ems\"}",
			"weather in Oslo in celsius | unit:enum,city:string | {\"unit\":\"CELSIUS\",\"city\":\"Oslo\"}",
			"weather in Oslo | city:string,unit:optional | {\"city\":\"Oslo\",\"unit\":null}" })
	void takesArgumentsFromTheMessage(String message, String parameters, String arguments) {
		assertThat(improvised(message, parameters))
			.isEqualTo(new Outcome.Calls(List.of(new ToolCallScript("weather", arguments, false))));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "What is the weather? | city:string", "weather in Oslo | days:integer" })
	void doesNotCallWhatTheMessageLacksArgumentsOf(String message, String parameters) {
		assertThat(improvised(message, parameters)).isInstanceOfSatisfying(Outcome.Reply.class,
				(reply) -> assertThat(reply.text()).contains(message, "[weather]"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "Where is order 17? | findOrder{\"number\":\"17\"}",
					"Where are order 17 and order 18? | findOrder{\"number\":\"17\"} findOrder{\"number\":\"18\"}",
					"Where is order 17? Did you find the order? | findOrder{\"number\":\"17\"}",
					"Where is order 17, and when does it arrive? | findOrder{\"number\":\"17\"} "
							+ "estimateArrival{\"number\":\"17\"}",
					"Find order 17, and what do I get back for 2 lamps? | findOrder{\"number\":\"17\"} "
							+ "quoteRefund{\"item\":{\"article\":\"lamps\",\"quantity\":2}}",
					"Find order 17, and what do I get back for the lamp? | findOrder{\"number\":\"17\"} "
							+ "quoteRefund{\"item\":{\"article\":\"lamp\",\"quantity\":1}}" })
	void callsOneToolForEachThingThatIsAsked(String message, String calls) {
		assertThat(improvised(message, SHOP)).isInstanceOfSatisfying(Outcome.Calls.class,
				(made) -> assertThat(made.calls()).extracting((call) -> call.tool() + call.arguments())
					.containsExactly(calls.split(" ")));
	}

	@Test
	void tellsAStory() {
		assertThat(improvised("Tell me a story", SHOP)).isInstanceOfSatisfying(Outcome.Reply.class,
				(reply) -> assertThat(reply.text()).startsWith("Once upon a time").hasSizeGreaterThan(1000));
	}

	private static Outcome improvised(String message, String parameters) {
		Map<String, String> types = Map.of("string", STRING, "integer", "{\"type\":\"integer\"}", "date",
				"{\"type\":\"string\",\"format\":\"date\"}", "enum",
				"{\"type\":\"string\",\"enum\":[\"CELSIUS\",\"KELVIN\"]}", "optional",
				"{\"type\":[\"integer\",\"null\"]}");
		List<String[]> properties = List.of(parameters.split(",")).stream().map((part) -> part.split(":")).toList();
		List<String> schemas = properties.stream().map((part) -> "\"" + part[0] + "\":" + types.get(part[1])).toList();
		List<String> names = properties.stream().map((part) -> "\"" + part[0] + "\"").toList();
		String schema = "{\"type\":\"object\",\"properties\":{" + String.join(",", schemas) + "},\"required\":" + names
				+ "}";
		ToolDefinition tool = new ToolDefinition("weather", "Tells the weather", schema, true);
		return improvised(message, List.of(tool));
	}

	private static Outcome improvised(String message, List<ToolDefinition> offered) {
		return new Improvisation(Duration.ZERO)
			.script(new Question(message, 1, List.of(), offered, CallRules.of(null, true),
					new ReplyFormat(false, null)))
			.next(List.of(), CallRules.of(null, true));
	}

	private String waitingCall(String path) throws Exception {
		JsonNode run = SimulatorJson.read(send(path, null));
		while (run.path("status").asString().matches("queued|in_progress")) {
			run = SimulatorJson.read(send(path, null));
		}
		assertThat(run.path("status").asString()).isEqualTo("requires_action");
		JsonNode call = run.at("/required_action/submit_tool_outputs/tool_calls/0");
		assertThat(call.at("/function/arguments").asString()).isEqualTo("{\"city\":\"Oslo\"}");
		return "{\"stream\":true,\"tool_outputs\":[{\"tool_call_id\":\"" + call.path("id").asString()
				+ "\",\"output\":\"Rain\"}]}";
	}

	private JsonNode post(String path, String body) throws Exception {
		return SimulatorJson.read(send(path, body));
	}

	private String send(String path, String body) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.simulator.baseUrl() + path))
			.header("Authorization", "Bearer any")
			.header("Content-Type", "application/json")
			.header("OpenAI-Beta", "assistants=v2");
		if (body != null) {
			request.POST(HttpRequest.BodyPublishers.ofString(body));
		}
		return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
	}

	private static ResponseCreateParams.Builder params() {
		FunctionTool.Parameters parameters = FunctionTool.Parameters.builder()
			.putAdditionalProperty("type", JsonValue.from("object"))
			.putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
			.putAdditionalProperty("required", JsonValue.from(List.of("city")))
			.putAdditionalProperty("additionalProperties", JsonValue.from(false))
			.build();
		return ResponseCreateParams.builder()
			.model("any")
			.input("weather in Oslo")
			.addTool(FunctionTool.builder()
				.name("get_weather")
				.description("Tells the weather")
				.parameters(parameters)
				.strict(true)
				.build());
	}

}
