package io.github.openairun.tool;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.util.StringUtils;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolHandler;
import io.github.openairun.ToolParam;
import io.github.openairun.tool.schema.ToolParameter;
import io.github.openairun.tool.schema.ToolSchema;
import io.github.openairun.tool.schema.ToolSchemaGenerator;

/**
 * Makes handlers of methods: names, schema and binding are settled once, at start.
 */
final class ToolHandlerFactory {

	private static final Log logger = LogFactory.getLog(ToolHandlerFactory.class);

	private static final Set<Class<?>> OPTIONAL_NUMBERS = Set.of(OptionalInt.class, OptionalLong.class,
			OptionalDouble.class);

	private final ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();

	private final BeanFactory beanFactory;

	private final ToolSchemaGenerator schemas;

	private final JsonMapper mapper;

	private final ToolSettingsReader settings;

	/**
	 * Create a factory.
	 * @param beanFactory has the beans
	 * @param schemas describes the parameters
	 * @param mapper the mapper that binds arguments
	 */
	ToolHandlerFactory(BeanFactory beanFactory, ToolSchemaGenerator schemas, JsonMapper mapper) {
		this.beanFactory = beanFactory;
		this.schemas = schemas;
		this.mapper = mapper;
		this.settings = new ToolSettingsReader(beanFactory);
	}

	ToolHandlerMethod create(String beanName, Class<?> beanClass, Method method, ToolHandler annotation) {
		String place = ToolHandlerScanner.describe(method) + " of bean '" + beanName + "'";
		String name = StringUtils.hasText(annotation.name()) ? annotation.name() : method.getName();
		if (!ToolDefinition.isLegalName(name)) {
			throw new ToolDeclarationException("The tool name '" + name + "' of " + place + " is not legal.",
					"Set @ToolHandler(name = \"...\") to 1 to 64 characters out of letters, digits, '_' and '-'.");
		}
		List<ToolParameter> parameters = parameters(beanClass, method, place);
		ToolSchema schema = schema(parameters, place);
		if (!schema.strict()) {
			logger.info("Tool '" + name + "' is offered without strict mode, because "
					+ String.join(", ", schema.relaxations()));
		}
		String description = StringUtils.hasText(annotation.description()) ? annotation.description() : null;
		ToolDefinition definition = new ToolDefinition(name, description, schema.json(), schema.strict());
		ToolSettings settings = this.settings.of(annotation, place);
		return new ToolHandlerMethod(new ToolHandlerMethod.Declaration(definition, settings), this.beanFactory, beanName, method,
				new ArgumentBinder(this.mapper, parameters));
	}

	private ToolSchema schema(List<ToolParameter> parameters, String place) {
		try {
			return this.schemas.forParameters(parameters);
		}
		catch (RuntimeException ex) {
			throw new ToolDeclarationException(
					"The parameters of the tool handler " + place + " cannot be described: " + ex.getMessage() + ".",
					"Change the type of the parameter, or declare a ToolSchemaGenerator bean that can describe it.",
					ex);
		}
	}

	private List<ToolParameter> parameters(Class<?> beanClass, Method method, String place) {
		List<ToolParameter> parameters = new ArrayList<>();
		Set<String> taken = new HashSet<>();
		AnnotatedType[] uses = method.getAnnotatedParameterTypes();
		for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
			ToolParameter described = parameter(beanClass, parameter, uses[parameter.getParameterIndex()], place);
			if (!taken.add(described.name())) {
				throw new ToolDeclarationException(
						"Two parameters of the tool handler " + place + " have the name '" + described.name() + "'.",
						"Give one of them another name with @ToolParam(name = \"...\").");
			}
			parameters.add(described);
		}
		return parameters;
	}

	private ToolParameter parameter(Class<?> beanClass, MethodParameter parameter, AnnotatedType use, String place) {
		AnnotatedElement annotations = AnnotatedElementUtils.forAnnotations(parameter.getParameterAnnotations());
		ToolParam annotation = AnnotatedElementUtils.getMergedAnnotation(annotations, ToolParam.class);
		String name = name(parameter, annotation, place);
		boolean required = (annotation == null || annotation.required()) && !parameter.isOptional()
				&& !OPTIONAL_NUMBERS.contains(parameter.getParameterType());
		if (!required && parameter.getParameterType().isPrimitive()) {
			throw new ToolDeclarationException(
					"The parameter '" + name + "' of the tool handler " + place + " is optional and of the primitive "
							+ "type " + parameter.getParameterType().getName() + ", which has no value for absence.",
					"Use the wrapper type with @Nullable, or require the parameter.");
		}
		String description = (annotation != null) ? annotation.description() : null;
		return new ToolParameter(name, GenericTypeResolver.resolveType(parameter.getGenericParameterType(), beanClass),
				use, annotations, StringUtils.hasText(description) ? description : null, required);
	}

	private String name(MethodParameter parameter, @Nullable ToolParam annotation, String place) {
		if (annotation != null && StringUtils.hasText(annotation.name())) {
			return annotation.name();
		}
		parameter.initParameterNameDiscovery(this.names);
		String name = parameter.getParameterName();
		if (name == null) {
			throw new ToolDeclarationException(
					"The names of the parameters of the tool handler " + place + " are not known, as the class was "
							+ "compiled without them.",
					"Compile with '-parameters' (as spring-boot-starter-parent and Boot's Gradle plugin do), or name "
							+ "each parameter with @ToolParam(name = \"...\").");
		}
		return name;
	}

}
