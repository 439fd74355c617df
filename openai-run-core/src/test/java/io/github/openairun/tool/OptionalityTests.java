package io.github.openairun.tool;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.OptBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.tool.schema.ToolSchema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Optionality}: the schema allows {@code null} exactly where the binding
 * accepts it.
 */
class OptionalityTests {

	private static final List<Class<?>> OPTIONAL = List.of(OptionalRecord.class, NullableRecord.class,
			NullableField.class, NullableSetter.class, OptionalField.class, OptionalSetter.class,
			OptionalCreator.class);

	private static final List<Class<?>> REQUIRED = List.of(RequiredRecord.class, RequiredField.class,
			RequiredSetter.class, RequiredCreator.class);

	static List<Class<?>> optional() {
		return OPTIONAL;
	}

	static List<Class<?>> required() {
		return REQUIRED;
	}

	@ParameterizedTest
	@MethodSource("optional")
	void whatIsDeclaredOptionalMayBeNullOrMissing(Class<?> type) {
		accepts(JsonMapper.builder().build(), type);
	}

	@ParameterizedTest
	@MethodSource("required")
	void whatIsNotDeclaredOptionalIsRequired(Class<?> type) {
		JsonMapper mapper = JsonMapper.builder().build();
		assertThat(allowsNull(mapper, type)).isFalse();
		refuses(mapper, type, "{\"text\":\"a\",\"name\":null}", "'name' must not be null");
		refuses(mapper, type, "{\"text\":\"a\"}", "'name' is missing");
	}

	@ParameterizedTest
	@MethodSource("required")
	void theApplicationsIntrospectorMayDeclareAPropertyOptional(Class<?> type) {
		accepts(JsonMapper.builder().annotationIntrospector(new Introspector(false)).build(), type);
	}

	@ParameterizedTest
	@ValueSource(classes = { NullableRecord.class, NullableField.class, NullableSetter.class })
	void anAnnotationOutweighsAnIntrospectorThatRequiresEverything(Class<?> type) {
		JsonMapper mapper = JsonMapper.builder().annotationIntrospector(new Introspector(true)).build();
		accepts(mapper, type);
	}

	private static void accepts(JsonMapper mapper, Class<?> type) {
		assertThat(allowsNull(mapper, type)).isTrue();
		assertThat(binds(mapper, type, "{\"text\":\"a\",\"name\":null}")).isTrue();
		assertThat(binds(mapper, type, "{\"text\":\"a\"}")).isTrue();
		assertThat(binds(mapper, type, "{\"text\":\"a\",\"name\":\"b\"}")).isTrue();
	}

	private static boolean allowsNull(JsonMapper mapper, Class<?> type) {
		ToolSchema schema = new JacksonToolSchemaGenerator(mapper).forType(type);
		assertThat(schema.strict()).isTrue();
		JsonNode name = mapper.readTree(schema.json()).at("/properties/name/type");
		return name.toString().contains("null");
	}

	private static boolean binds(JsonMapper mapper, Class<?> type, String json) {
		try {
			binder(mapper, type).bind(json);
			return true;
		}
		catch (InvalidArgumentsException ex) {
			return false;
		}
	}

	private static void refuses(JsonMapper mapper, Class<?> type, String json, String problem) {
		assertThatExceptionOfType(InvalidArgumentsException.class).isThrownBy(() -> binder(mapper, type).bind(json))
			.withMessageContaining(problem);
	}

	private static ObjectArgumentBinder binder(JsonMapper mapper, Class<?> type) {
		return new ArgumentBinderFactory(ArgumentMapper.of(mapper)).create(type, "a test");
	}

	record OptionalRecord(String text, @JsonProperty(isRequired = OptBoolean.FALSE) String name) {
	}

	record NullableRecord(String text, @Nullable String name) {
	}

	static class NullableField {

		public String text = "";

		public @Nullable String name;

	}

	static class NullableSetter {

		public String text = "";

		public void setName(@Nullable String name) {
		}

	}

	record RequiredRecord(String text, String name) {
	}

	static class OptionalField {

		public String text = "";

		@JsonProperty(isRequired = OptBoolean.FALSE)
		public String name = "";

	}

	static class RequiredField {

		public String text = "";

		public String name = "";

	}

	static class OptionalSetter {

		public String text = "";

		@JsonProperty(isRequired = OptBoolean.FALSE)
		public void setName(String name) {
		}

	}

	static class RequiredSetter {

		public String text = "";

		public void setName(String name) {
		}

	}

	static class OptionalCreator {

		@JsonCreator
		OptionalCreator(@JsonProperty("text") String text,
				@JsonProperty(value = "name", isRequired = OptBoolean.FALSE) String name) {
		}

	}

	static class RequiredCreator {

		@JsonCreator
		RequiredCreator(@JsonProperty("text") String text, @JsonProperty("name") String name) {
		}

	}

	/** Answers for itself, as Jackson's module for Kotlin does. */
	static class Introspector extends JacksonAnnotationIntrospector {

		private final boolean required;

		Introspector(boolean required) {
			this.required = required;
		}

		@Override
		public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
			return this.required;
		}

	}

}
