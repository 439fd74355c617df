package io.github.openairun.tool.schema;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.ConstructorDetector;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.introspect.BasicClassIntrospector;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.module.SimpleModule;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PlainTypes} and {@link ArgumentClassIntrospector}: what is spared
 * makes no difference.
 */
class PlainTypesTests {

	private final JsonMapper mapper = JsonMapper.builder().build();

	@ParameterizedTest
	@ValueSource(classes = { PlainSamples.Point.class, PlainSamples.Described.class, PlainSamples.WithFactory.class,
			PlainSamples.WithCompactConstructor.class })
	void recordsThatTheirConstructorTellsAllOfArePlain(Class<?> type) {
		assertThat(PlainTypes.isRecord(this.mapper.deserializationConfig(), type)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(classes = { PlainSamples.WithContract.class, PlainSamples.WithCreator.class,
			PlainSamples.WithFactoryCreator.class, PlainSamples.WithOwnAccessor.class, PlainSamples.WithOwnGetter.class,
			PlainSamples.WithAnnotation.class, PlainSamples.WithAnnotatedText.class,
			PlainSamples.WithAnythingElse.class, PlainSamples.WithReadOnly.class, PlainSamples.WithInjected.class,
			PlainSamples.WithBundle.class, PlainSamples.WithUnwrapped.class, PlainSamples.Bean.class,
			PlainSamples.Size.class })
	void otherRecordsAreNot(Class<?> type) {
		assertThat(PlainTypes.isRecord(this.mapper.deserializationConfig(), type)).isFalse();
	}

	@Test
	void enumsOfNothingButConstantsArePlain() {
		assertThat(PlainTypes.isEnum(this.mapper.deserializationConfig(), PlainSamples.Size.class)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(classes = { PlainSamples.AliasedSize.class, PlainSamples.CodedSize.class,
			PlainSamples.MeasuredSize.class, PlainSamples.CreatedSize.class, PlainSamples.Point.class })
	void otherEnumsAreNot(Class<?> type) {
		assertThat(PlainTypes.isEnum(this.mapper.deserializationConfig(), type)).isFalse();
	}

	@Test
	void whatSomethingIsMixedIntoIsNotPlain() {
		JsonMapper mixed = JsonMapper.builder()
			.addMixIn(PlainSamples.Point.class, PlainSamples.WithAnnotation.class)
			.addMixIn(PlainSamples.Size.class, PlainSamples.AliasedSize.class)
			.build();
		assertThat(PlainTypes.isRecord(mixed.deserializationConfig(), PlainSamples.Point.class)).isFalse();
		assertThat(PlainTypes.isEnum(mixed.deserializationConfig(), PlainSamples.Size.class)).isFalse();
	}

	static Stream<JsonMapper.Builder> mappers() {
		return Stream.of(JsonMapper.builder(),
				JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE),
				JsonMapper.builder().enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS),
				JsonMapper.builder().disable(MapperFeature.ALLOW_FINAL_FIELDS_AS_MUTATORS),
				JsonMapper.builder().enable(MapperFeature.USE_GETTERS_AS_SETTERS));
	}

	static Stream<JsonMapper.Builder> unusualMappers() {
		return Stream.of(JsonMapper.builder().disable(EnumFeature.READ_ENUMS_USING_TO_STRING),
				JsonMapper.builder().enumNamingStrategy(EnumNamingStrategies.LOWER_CAMEL_CASE),
				JsonMapper.builder().constructorDetector(ConstructorDetector.USE_DELEGATING),
				JsonMapper.builder()
					.changeDefaultVisibility((visibility) -> visibility.with(JsonAutoDetect.Visibility.NONE)),
				JsonMapper.builder()
					.withConfigOverride(PlainSamples.Point.class,
							(override) -> override.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.ARRAY))),
				JsonMapper.builder()
					.withConfigOverride(PlainSamples.Point.class,
							(override) -> override.setIgnorals(JsonIgnoreProperties.Value.forIgnoredProperties("y"))),
				JsonMapper.builder()
					.activateDefaultTyping(
							BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build(),
							DefaultTyping.NON_FINAL_AND_ENUMS),
				JsonMapper.builder()
					.addModule(new SimpleModule().addDeserializer(PlainSamples.Point.class,
							new LateSamples.PointFromText())),
				JsonMapper.builder().addModule(new SimpleModule().setDeserializerModifier(new WithoutY())));
	}

	@ParameterizedTest
	@MethodSource("mappers")
	void schemasAreWhatJacksonsWholeSearchGives(JsonMapper.Builder builder) {
		List<String> seen = schemas(builder.build(), SchemaTypes.class, PlainSamples.class, LateSamples.class);
		List<String> searched = schemas(builder.classIntrospector(new WholeSearch()).build(), SchemaTypes.class,
				PlainSamples.class, LateSamples.class);
		assertThat(seen).hasSizeGreaterThan(100).isEqualTo(searched);
	}

	@ParameterizedTest
	@MethodSource("unusualMappers")
	void schemasOfPlainTypesAreWhatUnusualMappersFind(JsonMapper.Builder builder) {
		List<String> seen = schemas(builder.build(), PlainSamples.class, LateSamples.class);
		List<String> searched = schemas(builder.classIntrospector(new WholeSearch()).build(), PlainSamples.class,
				LateSamples.class);
		assertThat(seen).hasSizeGreaterThan(30).isEqualTo(searched);
	}

	@ParameterizedTest
	@MethodSource({ "mappers", "unusualMappers" })
	void valuesAreWhatJacksonsWholeSearchBinds(JsonMapper.Builder builder) {
		JsonMapper seen = ToolJson.argumentMapper(builder.build());
		JsonMapper searched = ToolJson.argumentMapper(builder.classIntrospector(new WholeSearch()).build());
		for (String json : List.of("{\"order_id\":\"1\",\"size\":\"SMALL\",\"lines\":[]}",
				"{\"orderId\":\"1\",\"size\":\"LARGE\",\"lines\":[{\"x\":1,\"y\":2}]}", "{\"orderId\":\"1\"}",
				"{\"orderId\":\"1\",\"size\":\"small\",\"lines\":[null]}",
				"{\"orderId\":\"1\",\"size\":\"SMALL\",\"lines\":[],\"more\":1}")) {
			assertThat(outcome(seen, json)).isEqualTo(outcome(searched, json));
		}
	}

	private static String outcome(JsonMapper mapper, String json) {
		try {
			return mapper.readValue(json, PlainSamples.Order.class).toString();
		}
		catch (RuntimeException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	private static List<String> schemas(JsonMapper mapper, Class<?>... samples) {
		ToolSchemaGenerator generator = ToolSchemaGenerator.create(mapper);
		List<String> schemas = new ArrayList<>();
		for (Class<?> types : samples) {
			for (Field field : types.getDeclaredFields()) {
				ToolParameter parameter = new ToolParameter(field.getName(), field.getGenericType(),
						field.getAnnotatedType(), field, null, true);
				schemas.add(schema(generator, parameter));
			}
		}
		return schemas;
	}

	private static String schema(ToolSchemaGenerator generator, ToolParameter parameter) {
		try {
			return generator.forParameters(List.of(parameter)).json();
		}
		catch (IllegalArgumentException ex) {
			return parameter.name() + ": " + ex.getMessage();
		}
	}

	/** Leaves a property out. */
	private static final class WithoutY extends ValueDeserializerModifier {

		@Override
		public List<BeanPropertyDefinition> updateProperties(DeserializationConfig config,
				BeanDescription.Supplier description, List<BeanPropertyDefinition> properties) {
			return properties.stream().filter((property) -> !property.getName().equals("y")).toList();
		}

	}

	/** Not the class that is replaced. */
	private static final class WholeSearch extends BasicClassIntrospector {

	}

}
