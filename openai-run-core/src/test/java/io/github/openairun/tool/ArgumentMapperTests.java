package io.github.openairun.tool;

import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ArgumentMapper}: what an application lets pass elsewhere is no
 * argument.
 */
class ArgumentMapperTests {

	private final JsonMapper mapper = ArgumentMapper.of(JsonMapper.builder()
		.enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL, EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE,
				EnumFeature.READ_ENUM_KEYS_USING_INDEX)
		.enable(DeserializationFeature.ACCEPT_EMPTY_STRING_AS_NULL_OBJECT,
				DeserializationFeature.ACCEPT_EMPTY_ARRAY_AS_NULL_OBJECT)
		.disable(DeserializationFeature.FAIL_ON_INVALID_SUBTYPE, DeserializationFeature.WRAP_EXCEPTIONS)
		.build());

	@Test
	void unknownConstantsAreRefused() {
		refuses("\"LOST\"", SchemaTypes.Status.class);
	}

	@Test
	void indexesOfConstantsAreNoNames() {
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> this.mapper.readValue("{\"0\":1}", new TypeReference<Map<SchemaTypes.Status, Integer>>() {
			}));
	}

	@Test
	void unknownSubtypesAreRefused() {
		refuses("{\"kind\":\"star\"}", SchemaTypes.Shape.class);
	}

	@Test
	void emptyTextsAndArraysAreNoObjects() {
		refuses("\"\"", SchemaTypes.Point.class);
		refuses("[]", SchemaTypes.Point.class);
	}

	@Test
	void whatAConstructorThrowsIsSaidToBeWrong() {
		refuses("{\"count\":-1}", Checked.class);
	}

	private void refuses(String json, Class<?> type) {
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> this.mapper.readValue(json, type));
	}

	record Checked(int count) {

		Checked {
			if (count < 0) {
				throw new IllegalStateException("negative");
			}
		}

	}

}
