package io.github.openairun.test.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Validates what went over the wire against the schemas of an OpenAPI 3.1 document that
 * the system property {@code openai.spec} names.
 */
public final class SpecValidator {

	public static final String PROPERTY = "openai.spec";

	private static final String ID = "https://api.openai.com/openapi.json";

	private static final int MAXIMUM_ERRORS = 5;

	private static final SpecValidator INSTANCE = load();

	private final JsonNode document;

	private final SchemaRegistry registry;

	private SpecValidator(String json) {
		this.document = SimulatorJson.read(json);
		relaxAlternatives(this.document);
		demandNoRequestId(this.document.path("components").path("schemas"));
		this.registry = SchemaRegistry.withDialect(Dialects.getOpenApi31(),
				(builder) -> builder.schemas(Map.of(ID, this.document.toString())));
	}

	/**
	 * Returns what is wrong with the successful ones of some exchanges, each complaint
	 * with its method and path.
	 */
	public static List<String> violations(List<Exchange> exchanges) {
		List<String> violations = new ArrayList<>();
		for (Exchange exchange : exchanges) {
			if (exchange.status() == 200) {
				violations.addAll(INSTANCE.violations(exchange));
			}
		}
		return violations;
	}

	/**
	 * Returns whether a value fits a schema of the document.
	 * @param pointer the schema's place in the document, such as
	 * {@code /components/schemas/CreateResponse}
	 */
	static boolean fits(String pointer, JsonNode value) {
		return INSTANCE.registry.getSchema(SchemaLocation.of(ID + "#" + pointer))
			.validate(value.toString(), InputFormat.JSON)
			.isEmpty();
	}

	static JsonNode document() {
		return INSTANCE.document;
	}

	private List<String> violations(Exchange exchange) {
		String path = exchange.path().replaceFirst("^.*?(?=/(assistants|threads|conversations|responses)\\b)", "");
		String template = template(path);
		String method = exchange.method().toLowerCase(Locale.ROOT);
		JsonNode operation = this.document.path("paths").path(template).path(method);
		if (operation.isMissingNode()) {
			return List.of(exchange + ": not in the document");
		}
		String location = ID + "#/paths/" + escaped(template) + "/" + method;
		List<String> violations = new ArrayList<>();
		if (!exchange.requestBody().isBlank()) {
			check(operation.path("requestBody"), location + "/requestBody", exchange.requestBody())
				.forEach((error) -> violations.add(exchange + ", request: " + error));
		}
		if (isStream(exchange)) {
			violations.addAll(streamViolations(exchange));
			return violations;
		}
		check(operation.path("responses").path("200"), location + "/responses/200", exchange.responseBody())
			.forEach((error) -> violations.add(exchange + ", response: " + error));
		return violations;
	}

	private List<Error> check(JsonNode message, String location, String body) {
		if (message.at("/content/application~1json/schema").isMissingNode()) {
			return List.of();
		}
		List<Error> errors = this.registry.getSchema(SchemaLocation.of(location + "/content/application~1json/schema"))
			.validate(body, InputFormat.JSON);
		return errors.stream().filter((error) -> !isNullUsage(error, body)).limit(MAXIMUM_ERRORS).toList();
	}

	private static boolean isStream(Exchange exchange) {
		return exchange.responseHeaders().getOrDefault("content-type", "").startsWith("text/event-stream");
	}

	private List<String> streamViolations(Exchange exchange) {
		boolean assistants = exchange.path().contains("/threads");
		String schema = ID + "#/components/schemas/" + (assistants ? "AssistantStreamEvent" : "ResponseStreamEvent");
		List<String> violations = new ArrayList<>();
		for (SentEvent event : SentEvent.parse(exchange.responseBody())) {
			ObjectNode whole = SimulatorJson.object().put("event", event.name());
			whole.set("data",
					event.name().equals("done") ? SimulatorJson.read(SimulatorJson.write(event.data())) : event.json());
			JsonNode subject = assistants ? whole : event.json();
			if (subject instanceof ObjectNode object && object.get("response") instanceof ObjectNode response
					&& response.path("usage").isNull()) {
				response.remove("usage");
			}
			this.registry.getSchema(SchemaLocation.of(schema))
				.validate(subject.toString(), InputFormat.JSON)
				.stream()
				.limit(MAXIMUM_ERRORS)
				.forEach((error) -> violations.add(exchange + ", " + event.name() + ": " + error));
		}
		return violations;
	}

	/**
	 * The one point where the live service sends null and the document has no null: the
	 * usage of a response that has not ended.
	 */
	private static boolean isNullUsage(Error error, String body) {
		return error.getInstanceLocation().toString().equals("/usage")
				&& SimulatorJson.read(body).path("usage").isNull();
	}

	/**
	 * Takes alternatives as they are meant: discriminators name no schema that this
	 * validator would find, and some alternatives overlap, such as the two kinds of user
	 * message, so that one value is rightly two of them.
	 */
	private static void relaxAlternatives(JsonNode node) {
		if (node instanceof ObjectNode object) {
			if (object.path("discriminator").isObject()) {
				object.remove("discriminator");
			}
			JsonNode alternatives = object.get("oneOf");
			if (alternatives != null && alternatives.isArray()) {
				object.remove("oneOf");
				object.set("anyOf", alternatives);
			}
		}
		node.forEach(SpecValidator::relaxAlternatives);
	}

	/**
	 * The document demands a field of decisions about remote calls that it does not
	 * describe.
	 */
	private static void demandNoRequestId(JsonNode schemas) {
		for (String name : List.of("MCPApprovalResponse", "MCPApprovalResponseResource")) {
			if (schemas.path(name).get("required") instanceof ArrayNode required) {
				required.removeIf((property) -> "request_id".equals(property.asString("")));
			}
		}
	}

	/**
	 * Finds the path template with the fewest parameters.
	 */
	private String template(String path) {
		return this.document.path("paths")
			.propertyNames()
			.stream()
			.filter((template) -> Pattern.matches(template.replaceAll("\\{[^}]+}", "[^/]+"), path))
			.min(Comparator.comparing((template) -> template.split("\\{").length))
			.orElse("");
	}

	private static String escaped(String template) {
		return URLEncoder.encode(template.replace("~", "~0").replace("/", "~1"), StandardCharsets.UTF_8)
			.replace("%7E", "~");
	}

	private static SpecValidator load() {
		try {
			return new SpecValidator(Files.readString(Path.of(System.getProperty(PROPERTY))));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
