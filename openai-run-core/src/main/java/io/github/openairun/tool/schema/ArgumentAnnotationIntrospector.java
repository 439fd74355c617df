package io.github.openairun.tool.schema;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedField;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.AnnotatedParameter;

import io.github.openairun.ToolParam;

/**
 * Tells Jackson what it does not look at itself: descriptions, and which properties may
 * be missing or {@code null}.
 */
class ArgumentAnnotationIntrospector extends AnnotationIntrospector {

	@Override
	public Version version() {
		return Version.unknownVersion();
	}

	@Override
	public @Nullable String findPropertyDescription(MapperConfig<?> config, Annotated annotated) {
		ToolParam param = annotated.getAnnotation(ToolParam.class);
		return (param != null) ? Descriptions.of(param.description(), param) : null;
	}

	/**
	 * Creators can insist on a value; of other members only those that need none say so,
	 * so that a nullable field behind a plain setter is seen as well.
	 */
	@Override
	public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
		if (isOptional(member)) {
			return false;
		}
		return (member instanceof AnnotatedParameter) ? true : null;
	}

	@Override
	public JsonSetter.@Nullable Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
		if (!(annotated instanceof AnnotatedParameter) && !(annotated instanceof AnnotatedField)
				&& !isSetter(annotated)) {
			return null;
		}
		AnnotatedMember member = (AnnotatedMember) annotated;
		boolean required = !isOptional(member) && !Optionality.isUntyped(valueType(member).getRawClass());
		return JsonSetter.Value.construct(required ? Nulls.FAIL : Nulls.DEFAULT, Nulls.DEFAULT);
	}

	private static boolean isSetter(Annotated annotated) {
		return annotated instanceof AnnotatedMethod method && method.getParameterCount() == 1;
	}

	private static JavaType valueType(AnnotatedMember member) {
		return (member instanceof AnnotatedMethod method && isSetter(method)) ? method.getParameterType(0)
				: member.getType();
	}

	private boolean isOptional(AnnotatedMember member) {
		ToolParam param = member.getAnnotation(ToolParam.class);
		return (param != null && !param.required()) || Optionality.isOptionalType(valueType(member).getRawClass())
				|| Optionality.isNullable(member);
	}

}
