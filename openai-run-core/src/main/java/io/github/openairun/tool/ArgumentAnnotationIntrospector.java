package io.github.openairun.tool;

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
import tools.jackson.databind.introspect.AnnotationIntrospectorPair;

import io.github.openairun.ToolParam;

/**
 * Adds to the application's annotations what Jackson does not evaluate itself:
 * descriptions, and which properties may be missing or {@code null}.
 */
class ArgumentAnnotationIntrospector extends AnnotationIntrospector {

	private final transient AnnotationIntrospector application;

	private ArgumentAnnotationIntrospector(AnnotationIntrospector application) {
		this.application = application;
	}

	/**
	 * Return an introspector that asks the application's first, except whether a property
	 * is required.
	 */
	static AnnotationIntrospector addTo(AnnotationIntrospector application) {
		return new Pair(application, new ArgumentAnnotationIntrospector(application));
	}

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
	 * Parameters of creators are required. Other members only report that they are
	 * optional, so that a nullable field behind a plain setter counts as well.
	 */
	@Override
	public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
		if (Optionality.isOptional(member, valueType(member).getRawClass(), this.application, config)) {
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
		Class<?> type = valueType(member).getRawClass();
		boolean required = !Optionality.isOptional(member, type, this.application, config)
				&& !Optionality.isUntyped(type);
		return JsonSetter.Value.construct(required ? Nulls.FAIL : Nulls.DEFAULT, Nulls.DEFAULT);
	}

	private static boolean isSetter(Annotated annotated) {
		return annotated instanceof AnnotatedMethod method && method.getParameterCount() == 1;
	}

	private static JavaType valueType(AnnotatedMember member) {
		return (member instanceof AnnotatedMethod method && isSetter(method)) ? method.getParameterType(0)
				: member.getType();
	}

	private static final class Pair extends AnnotationIntrospectorPair {

		private final transient ArgumentAnnotationIntrospector own;

		Pair(AnnotationIntrospector application, ArgumentAnnotationIntrospector own) {
			super(application, own);
			this.own = own;
		}

		@Override
		public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
			Boolean required = this.own.hasRequiredMarker(config, member);
			return (required != null) ? required : super.hasRequiredMarker(config, member);
		}

	}

}
